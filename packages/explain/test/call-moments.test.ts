import type { PacketEvent } from '@halfopen/timeline';
import { describe, expect, it } from 'vitest';
import { type CallRecord, inferredCalls, type VerdictRecord } from '../src/index.ts';
import { opened, told } from './support/calls.ts';
import { Trace } from './support/conversation.ts';
import { theOne } from './support/explained.ts';
import { Path } from './support/two-captures.ts';

/** Who says where calls that are given stand on the packets of a conversation. */
async function conversation(
  script: (trace: Trace) => void,
  change: (packets: readonly PacketEvent[]) => readonly PacketEvent[] = (packets) => packets,
): Promise<(apps: Partial<VerdictRecord['apps']>) => string[]> {
  const trace = new Trace();
  script(trace);
  const { packets, verdict } = await theOne(trace, { packets: { most: 1000 } });
  return (apps) =>
    inferredCalls(change(packets!), { ...verdict, apps: { client: [], server: [], ...apps } }).map(told);
}

describe('calls on packets', () => {
  it('accept returns when the handshake is acknowledged', async () => {
    const place = await conversation(opened);
    expect(place({ server: [{ call: 'accept', result: 'ok' }] })).toEqual(['server accept ok: 2+1']);
  });

  it('connect returns at the SYN-ACK that is acknowledged, not at one that was lost', async () => {
    const place = await conversation((trace) => {
      const { c, s } = trace.open();
      c.syn();
      s.synAck({ lost: true });
      trace.wait(1000);
      s.again();
      c.ack();
    });
    expect(place({ client: [{ call: 'connect', result: '0' }] })).toEqual(['client connect 0: 0 to 1002']);
  });

  it('connect without a SYN-ACK captured returns by the time that the client goes on', async () => {
    const place = await conversation((trace) => {
      const { c, s } = trace.open();
      c.syn();
      s.synAck({ unseen: true });
      c.ack();
      c.data(3);
    });
    expect(place({ client: [{ call: 'connect', result: '0' }] })).toEqual(['client connect 0: 0 to 2']);
  });

  it('connect of a connection whose beginning was not captured stands at its first packet', async () => {
    const place = await conversation((trace) => {
      const { c, s } = trace.open();
      c.syn({ unseen: true });
      s.synAck({ unseen: true });
      c.ack({ unseen: true });
      trace.wait(50);
      c.data(3);
      s.ack();
    });
    const apps: readonly CallRecord[] = [
      { call: 'connect', result: '0' },
      { call: 'send', result: 'ok' },
    ];
    expect(place({ client: apps })).toEqual(['client connect 0: 0', 'client send ok: 0+1']);
  });

  it('a reset that was challenged and survived is not the one that ends it', async () => {
    const place = await conversation((trace) => {
      const { c, s } = opened(trace);
      s.reset(undefined, { lost: true });
      trace.wait(100);
      c.data(3);
      s.ack();
      trace.wait(100);
      s.abort();
    });
    const apps: readonly CallRecord[] = [
      { call: 'send', result: 'ECONNRESET' },
      { call: 'send', result: 'EPIPE' },
    ];
    expect(place({ client: apps })).toEqual(['client send ECONNRESET: 209+1', 'client send EPIPE: 209+2']);
  });

  it('connect is entered with the SYN, even where another packet was captured before it', async () => {
    const place = await conversation(opened, ([syn, ...others]) => [
      ...others.slice(0, 1),
      { ...syn!, atNs: 1_500_000, arrivedNs: 1_500_000 },
      ...others.slice(1),
    ]);
    const apps = { client: [{ call: 'connect', result: 'blocked' }] } as const;
    expect(place(apps)).toEqual(['client connect blocked: 1+500000 on']);
    const answered = { client: [{ call: 'connect', result: 'ECONNREFUSED' }] } as const;
    expect(place(answered)).toEqual(['client connect ECONNREFUSED: 1+500000 to 5']);
  });

  it('connect fails with the ICMP error, whatever comes later', async () => {
    const place = await conversation((trace) => {
      const { c, s } = trace.open();
      trace.icmp(c.syn(), 3, 1);
      trace.wait(100);
      s.synAck({ lost: true });
    });
    const apps = { client: [{ call: 'connect', result: 'EHOSTUNREACH' }] } as const;
    expect(place(apps)).toEqual(['client connect EHOSTUNREACH: 0 to 1']);
  });

  it('send is not told of by keepalives and resets that hold bytes', async () => {
    const place = await conversation((trace) => {
      const { c } = opened(trace);
      trace.wait(10_000);
      c.probe({ payload: 1 });
      c.abort({ payload: 5 });
    });
    expect(place({ client: [{ call: 'send', result: 'ok' }] })).toEqual(['client send ok: 3']);
  });

  it('close is told of by a reset where no FIN was captured', async () => {
    const place = await conversation((trace) => {
      const { c, s } = opened(trace);
      c.reset(s.data(5));
      s.data(5);
    });
    expect(place({ client: [{ call: 'close', result: '0' }] })).toEqual(['client close 0: 7']);
  });

  it('a socket that its own host kills says so behind its reset', async () => {
    const place = await conversation((trace) => {
      const { s } = opened(trace);
      trace.wait(10);
      s.abort();
      trace.wait(10);
      s.reset(undefined);
    });
    const apps: readonly CallRecord[] = [
      { call: 'recv', result: 'ECONNABORTED' },
      { call: 'send', result: 'EPIPE' },
    ];
    expect(place({ server: apps })).toEqual(['server recv ECONNABORTED: 16+1', 'server send EPIPE: 16+2']);
    expect(place({ server: [{ call: 'close', result: '0' }] })).toEqual(['server close 0: 16']);
  });

  it('those of other platforms are left out', async () => {
    const apps: readonly CallRecord[] = [
      { call: 'close', result: '0', on: 'linux' },
      { call: 'recv', result: 'ECONNRESET', on: 'macos' },
    ];
    const place = await conversation((trace) => opened(trace).c.fin());
    expect(place({ client: apps })).toEqual(['client close 0: 6']);
  });

  it('those that no packet tells of stand at the end', async () => {
    const apps: readonly CallRecord[] = [
      { call: 'recv', result: '0' },
      { call: 'close', result: '0' },
      { call: 'recv', result: 'ECONNRESET' },
    ];
    const place = await conversation(opened);
    expect(place({ client: apps })).toEqual([
      'client recv 0: 5',
      'client close 0: 5+1',
      'client recv ECONNRESET: 5+2',
    ]);
    expect(place({ client: [{ call: 'send', result: 'EPIPE' }] })).toEqual(['client send EPIPE: 5+1 on']);
  });

  it('where both ends were captured, what arrives counts when it arrives, and what is lost does not', async () => {
    const place = await conversation(
      (trace) => {
        const { c, s } = opened(trace);
        s.fin();
        trace.wait(199);
        s.again();
        c.ack();
      },
      (packets) =>
        packets.map((packet, index) => ({
          ...packet,
          arrivedNs: index === 6 ? null : packet.atNs + 30_000_000,
        })),
    );
    const apps: VerdictRecord['apps'] = {
      client: [
        { call: 'connect', result: '0' },
        { call: 'recv', result: '0' },
      ],
      server: [
        { call: 'close', result: '0' },
        { call: 'recv', result: 'ETIMEDOUT' },
      ],
    };
    expect(place(apps)).toEqual([
      'client connect 0: 0 to 31',
      'client recv 0: 236+1',
      'server close 0: 6',
      'server recv ETIMEDOUT: 6+1 on',
    ]);
  });

  it('those after one that returns later than all that was captured return later too', async () => {
    const place = await conversation((trace) => {
      const { c } = opened(trace);
      trace.wait(100);
      c.data(5, { lost: true });
      trace.wait(200);
      c.again({ lost: true });
    });
    const apps: readonly CallRecord[] = [
      { call: 'send', result: 'ok' },
      { call: 'recv', result: 'ETIMEDOUT' },
      { call: 'send', result: 'EPIPE' },
      { call: 'close', result: '0' },
    ];
    expect(place({ client: apps })).toEqual([
      'client send ok: 106',
      'client recv ETIMEDOUT: 106+1 on',
      'client send EPIPE: 307+1 on',
      'client close 0: 307+2 on',
    ]);
    expect(place({ client: [{ call: 'recv', result: 'EHOSTUNREACH' }] })).toEqual([
      'client recv EHOSTUNREACH: 106+1 on',
    ]);
  });

  it('of captures from both ends they stand at their own times', async () => {
    const path = new Path()
      .handshake()
      .wait(100)
      .c('PA', { payload: 9 })
      .s('A')
      .s('FA')
      .c('A')
      .c('FA')
      .s('A');
    const { story } = await path.story();
    expect(story.events.flatMap((event) => (event.kind === 'call' ? [told(event)] : []))).toEqual([
      'client recv 0: 165+1',
      'client close 0: 177',
      'server close 0: 155',
    ]);
  });

  it('there are none without packets', () => {
    const verdict = { apps: { client: [{ call: 'connect', result: '0' }], server: [] } };
    expect(inferredCalls([], verdict as unknown as VerdictRecord)).toEqual([]);
  });
});
