import type { CaseName } from '@halfopen/catalogue';
import { describe, expect, it } from 'vitest';
import { Trace } from './support/conversation.ts';
import { candidates, explained, inEveryShape, theOne } from './support/explained.ts';

const errors: readonly (readonly [4 | 6, number, number, CaseName, string])[] = [
  [4, 3, 0, 'conn-icmp-net', 'ENETUNREACH'],
  [4, 3, 1, 'conn-icmp-host', 'EHOSTUNREACH'],
  [4, 3, 2, 'conn-icmp-proto', 'ENOPROTOOPT'],
  [4, 3, 3, 'conn-icmp-port', 'ECONNREFUSED'],
  [4, 3, 13, 'conn-icmp-prohibited', 'EHOSTUNREACH'],
  [4, 11, 0, 'conn-ttl', 'EHOSTUNREACH'],
  [6, 1, 0, 'conn-icmp-net', 'ENETUNREACH'],
  [6, 1, 3, 'conn-icmp-host', 'EHOSTUNREACH'],
  [6, 1, 4, 'conn-icmp-port', 'ECONNREFUSED'],
  [6, 1, 1, 'conn-icmp-prohibited', 'EACCES'],
  [6, 3, 0, 'conn-ttl', 'EHOSTUNREACH'],
];

describe('ICMP errors', () => {
  it.each(errors)(
    'IPv%i type %i code %i that answers a SYN is %s',
    async (version, type, code, name, errno) => {
      const trace = new Trace({ version, clientIsn: 0xffff_ffff });
      const { c } = trace.open();
      for (const gap of [1000, 2000]) {
        trace.icmp(c.syn({ lost: true }), type, code);
        trace.wait(gap);
        c.next = 0xffff_ffff;
      }
      const one = await theOne(trace);
      expect(one).toMatchObject({
        outcome: 'failed',
        frames: { count: 4 },
        tcp: { retransmissions: { client: 1 } },
      });
      expect(candidates(one)).toContain(name);
      expect(one.verdict.apps.client[0]).toEqual({ call: 'connect', result: errno });
      expect(one.verdict.evidence.map(({ frame }) => frame)).toContain(2);
      expect(one.verdict.summary).toContain(version === 4 ? '198.51.100.1' : '2001:db8:1::1');
    },
  );

  inEveryShape('that answer repetitions of data', async (trace) => {
    const { version } = trace.shape;
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    c.data(50, { lost: true });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      trace.icmp(c.again({ lost: true }), version === 4 ? 3 : 1, version === 4 ? 1 : 3);
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'failed',
      frames: { count: trace.frames },
      tcp: { retransmissions: { client: 3 } },
    });
    expect(candidates(one)).toContain('send-cut-icmp');
  });

  inEveryShape('that say how large a packet may be', async (trace) => {
    const { version } = trace.shape;
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    const big = c.data(1448, { lost: true });
    trace.icmp(big, version === 4 ? 3 : 2, version === 4 ? 4 : 0, { nextHopMtu: 1300 });
    c.data(1240, { seq: big.seq });
    c.data(208, { seq: (big.seq + 1240) >>> 0 });
    s.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'open', bytes: { client: 1548 } });
  });

  inEveryShape('find the newest connection on these ports', async (trace) => {
    const { version, clientIsn } = trace.shape;
    const first = trace.opened();
    first.s.abort();
    trace.wait(1000);
    const { c } = trace.open({ clientIsn: (clientIsn + 5_000_000) >>> 0 });
    trace.icmp(c.syn({ lost: true }), version === 4 ? 3 : 1, version === 4 ? 1 : 3);
    const { connections } = await explained(trace);
    expect(connections.map(({ frames }) => frames.count)).toEqual([4, 2]);
    expect(candidates(connections[1]!)).toContain('conn-icmp-host');
  });

  it('about a server segment are put to the server', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    c.data(10);
    const answer = s.data(500, { lost: true });
    trace.icmp(answer, 3, 1);
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      trace.icmp(s.again({ lost: true }), 3, 1);
    }
    const one = await theOne(trace, { at: 'server' });
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('send-cut-icmp');
    expect(one.verdict.apps.server).toContainEqual({ call: 'recv', result: 'EHOSTUNREACH' });
  });

  it('about connections that were never seen make none', async () => {
    const trace = new Trace();
    const { c } = trace.open();
    trace.icmp(c.syn({ unseen: true, lost: true }), 3, 1);
    const { connections, capture } = await explained(trace);
    expect(connections).toEqual([]);
    expect(capture).toMatchObject({ frames: 1, tcpFrames: 0 });
  });

  it('that only say where another router is change nothing', async () => {
    const trace = new Trace();
    const { c, s } = trace.open();
    const syn = c.syn();
    trace.icmp(syn, 5, 1);
    s.synAck();
    c.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'open', frames: { count: 3 } });
    expect(one.verdict.case).toBeNull();
  });
});
