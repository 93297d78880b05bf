import { LinkType, pcapngInterface, pcapngPacket, pcapngSection } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { explainCapture } from '../src/explain-capture.ts';
import { type Pair, Trace } from './support/conversation.ts';
import { candidates, inEveryShape, theOne } from './support/explained.ts';
import { concat } from './support/framing.ts';

function talk({ c, s }: Pair): void {
  c.data(100);
  s.ack();
  s.data(200);
  c.ack();
}

/** A handshake before the capture began. */
function joined(trace: Trace): Pair {
  const pair = trace.open();
  pair.c.syn({ unseen: true });
  pair.s.synAck({ unseen: true });
  pair.c.ack({ unseen: true });
  return pair;
}

/** A whole conversation, with a repetition, written down frame by frame. */
function conversation(trace: Trace): void {
  const pair = trace.opened();
  const { c, s } = pair;
  talk(pair);
  c.data(50, { lost: true });
  trace.wait(200);
  c.again();
  s.ack();
  c.fin();
  s.fin();
  c.ack();
}

describe('frames that were captured twice', () => {
  const whole = {
    outcome: 'ok',
    bytes: { client: 150, server: 200 },
    tcp: { retransmissions: { client: 1, server: 0 }, keepAlives: 0, notCaptured: 0 },
  };

  it.each([
    ['at once, on two interfaces', 0.02, 0],
    ['on both sides of a router', 0.1, 1],
    ['on both sides of two routers, a while later', 5, 2],
  ])('%s', async (_title, afterMs, hops) => {
    for (const shape of [
      {},
      { clientIsn: 0xffff_ffff - 40, serverIsn: 0xffff_ffff },
      { link: 'cooked2' },
    ] as const) {
      const single = new Trace(shape);
      conversation(single);
      const trace = new Trace(shape);
      single.packets.forEach(({ packet, ms }, index) => {
        trace.write(packet, ms);
        trace.copy(2 * index + 1, afterMs, hops);
      });
      const one = await theOne(trace);
      expect(one).toMatchObject(whole);
      expect(one.tcp.duplicateFrames).toBe(single.frames);
      expect(one.frames.count).toBe(2 * single.frames);
    }
  });

  it('on both sides of a router, in IPv6, which has no identification', async () => {
    const single = new Trace({ version: 6 });
    conversation(single);
    const trace = new Trace({ version: 6 });
    single.packets.forEach(({ packet, ms }, index) => {
      trace.write(packet, ms);
      trace.copy(2 * index + 1, 0.1, 1);
    });
    expect(await theOne(trace)).toMatchObject({
      ...whole,
      tcp: { ...whole.tcp, duplicateFrames: single.frames },
    });
  });

  it('from some time on only, which takes a few frames to be noticed', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    for (let each = 0; each < 40; each += 1) {
      const frames = [c.data(1000).frame, s.ack().frame];
      if (each >= 20) for (const frame of frames) trace.copy(frame);
    }
    const { tcp, bytes, outcome } = await theOne(trace);
    expect({ bytes, outcome }).toEqual({ bytes: { client: 40_000, server: 0 }, outcome: 'open' });
    expect(tcp.duplicateFrames).toBeGreaterThan(30);
    expect(tcp.retransmissions.client).toBeLessThanOrEqual(3);
  });

  it('one of them half a second later is another matter: a repetition', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    const data = c.data(100);
    s.ack();
    trace.copy(data.frame, 500);
    expect((await theOne(trace)).tcp).toMatchObject({ duplicateFrames: 0, retransmissions: { client: 1 } });
  });
});

describe('frames that the capture lacks', () => {
  inEveryShape('data that was acknowledged', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    c.data(200, { unseen: true });
    s.ack();
    c.data(300);
    s.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'open', tcp: { notCaptured: 1, retransmissions: { client: 0 } } });
    expect(one.verdict.case).toBeNull();
  });

  inEveryShape('data before data', async (trace) => {
    const { c, s } = trace.opened();
    s.data(100, { unseen: true });
    s.data(200);
    c.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      tcp: { notCaptured: 1 },
      bytes: { client: 0, server: 300 },
    });
  });

  inEveryShape('all acknowledgements', async (trace) => {
    const { c, s } = trace.opened();
    for (let each = 0; each < 20; each += 1) {
      c.data(1448);
      s.ack({ unseen: true });
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      bytes: { client: 28_960 },
      tcp: { notCaptured: 0, retransmissions: { client: 0 } },
    });
  });

  inEveryShape('the last acknowledgement of the handshake', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.synAck();
    c.ack({ unseen: true });
    s.data(10);
    c.ack();
    expect(await theOne(trace)).toMatchObject({ outcome: 'open', bytes: { server: 10 } });
  });

  inEveryShape('everything that the server sent', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.synAck({ unseen: true });
    c.ack();
    c.data(100);
    s.data(300, { unseen: true });
    c.ack();
    c.data(100);
    const one = await theOne(trace);
    expect(one.outcome).not.toBe('failed');
    expect(one.bytes.client).toBe(200);
  });
});

describe('a capture that starts in the middle', () => {
  inEveryShape('tells who was seen first, and what went on', async (trace) => {
    const pair = joined(trace);
    pair.s.data(500);
    pair.c.ack();
    talk(pair);
    const one = await theOne(trace);
    expect(one).toMatchObject({ clientKnown: false, outcome: 'open', tcp: { rttMs: null, notCaptured: 0 } });
    expect(one.bytes.client + one.bytes.server).toBe(800);
    expect(one.tcp.retransmissions).toEqual({ client: 0, server: 0 });
  });

  inEveryShape('sees a close like any other', async (trace) => {
    const pair = joined(trace);
    talk(pair);
    pair.c.fin();
    pair.s.fin();
    pair.c.ack();
    expect(await theOne(trace)).toMatchObject({
      clientKnown: false,
      outcome: 'ok',
      bytes: { client: 100, server: 200 },
    });
  });

  inEveryShape('sees repetitions without an answer', async (trace) => {
    const { c } = joined(trace);
    c.data(100, { lost: true });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      c.again({ lost: true });
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'failed', tcp: { retransmissions: { client: 3 } } });
  });

  inEveryShape('sees a reset', async (trace) => {
    const pair = joined(trace);
    talk(pair);
    pair.s.abort();
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('close-linger0');
  });

  inEveryShape('too late to tell anything', async (trace) => {
    joined(trace).c.ack();
    expect((await theOne(trace)).outcome).toBe('partial');
  });
});

describe('times', () => {
  it('that run backwards now and then spoil neither durations nor numbers', async () => {
    for (const clientIsn of [1_000_000, 0xffff_ffff - 40]) {
      const single = new Trace({ clientIsn });
      conversation(single);
      const trace = new Trace({ clientIsn });
      single.packets.forEach(({ packet, ms }, index) =>
        trace.write(packet, index % 3 === 1 ? ms + 0.9 : 10 + ms - (index % 3)),
      );
      const one = await theOne(trace);
      expect(one).toMatchObject({
        outcome: 'ok',
        bytes: { client: 150, server: 200 },
        tcp: { retransmissions: { client: 1, server: 0 }, duplicateFrames: 0 },
      });
      expect(Number(one.durationNs)).toBeGreaterThan(200_000_000);
    }
  });

  it('all before the first frame give a duration of nothing, not less', async () => {
    const trace = new Trace();
    const { c, s } = trace.open();
    trace.ms = 10_000;
    c.syn();
    trace.ms = 5000;
    s.synAck();
    trace.ms = 4000;
    c.ack();
    c.data(10);
    expect(await theOne(trace)).toMatchObject({ outcome: 'open', durationNs: '0', bytes: { client: 10 } });
  });

  it('a handshake against time has no negative round trip', async () => {
    const trace = new Trace();
    const { c, s } = trace.open();
    c.syn();
    s.synAck();
    trace.ms = -5;
    c.ack();
    const { rttMs } = (await theOne(trace)).tcp;
    expect(rttMs === null || rttMs >= 0, `${rttMs} ms`).toBe(true);
  });

  it('that lie further apart than the Earth is old are still told in digits', async () => {
    const trace = new Trace();
    trace.opened().c.data(10);
    const bytes = concat([
      pcapngSection(),
      pcapngInterface({ linkType: LinkType.rawIp, timestampResolution: 0 }),
      ...trace.packets.map(({ packet }, index) =>
        pcapngPacket({ timestamp: index < 3 ? 0n : 2n ** 62n, data: packet }),
      ),
    ]);
    const durations: string[] = [];
    for await (const record of explainCapture(bytes)) {
      if (record.type === 'connection') durations.push(record.durationNs);
    }
    expect(durations).toEqual([String(2n ** 62n * 1_000_000_000n)]);
  });

  it('acknowledgements that were written down just before what they acknowledge are no trouble of the network', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    for (let each = 0; each < 10; each += 1) {
      c.data(1000);
      s.ack();
    }
    const swapped = new Trace();
    trace.packets.forEach((_, index) => {
      // from frame 4 on in pairs: 5 before 4, 7 before 6
      const from = index < 3 ? index : index % 2 === 1 ? index + 1 : index - 1;
      swapped.write(trace.packets[from]!.packet, trace.packets[index]!.ms);
    });
    const one = await theOne(swapped);
    expect(one.outcome).toBe('open');
    expect(one.bytes.client).toBe(10_000);
    expect(one.verdict.case).toBeNull();
  });
});
