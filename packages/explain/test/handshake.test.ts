import { TcpFlag } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { Trace } from './support/conversation.ts';
import { candidates, explained, inEveryShape, theOne } from './support/explained.ts';

describe('handshakes', () => {
  inEveryShape('a whole one, with data both ways', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    trace.wait(29);
    s.synAck();
    c.ack();
    c.data(100);
    s.ack();
    s.data(1460);
    s.data(300);
    c.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({
      id: 1,
      client: { port: 40_000 },
      server: { port: 443 },
      clientKnown: true,
      incarnation: 1,
      vantage: { at: 'client', how: 'ttl' },
      outcome: 'open',
      frames: { first: 1, last: 8, count: 8 },
      bytes: { client: 100, server: 1760 },
      durationNs: '36000000',
      tcp: { rttMs: 31, keepAlives: 0, notCaptured: 0, duplicateFrames: 0 },
    });
    expect(one.tcp.retransmissions).toEqual({ client: 0, server: 0 });
    expect(one.tcp.zeroWindows).toEqual({ client: 0, server: 0 });
    expect(one.verdict.case).toBeNull();
    expect(one.verdict.lookalikes).toContain('idle-cut');
  });

  inEveryShape('SYNs without an answer', async (trace) => {
    const { c } = trace.open();
    c.syn({ lost: true });
    for (const gap of [1000, 2000, 4000, 8000]) {
      trace.wait(gap);
      c.again({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toEqual(expect.arrayContaining(['conn-blackhole', 'conn-server-silent']));
    expect(one.tcp).toMatchObject({ rttMs: null, retransmissions: { client: 4, server: 0 } });
    expect(one.verdict.endedBy).not.toBe('client');
  });

  inEveryShape('a SYN whose answer may still come', async (trace) => {
    trace.open().c.syn({ lost: true });
    expect((await theOne(trace)).outcome).toBe('open');
  });

  inEveryShape('a SYN that was given up after one try', async (trace) => {
    trace.open().c.syn({ lost: true });
    trace.wait(5000);
    trace.opened({ clientPort: 40_001 });
    const { connections } = await explained(trace);
    expect(connections.map(({ outcome }) => outcome)).toEqual(['failed', 'open']);
  });

  inEveryShape('a refused one', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.refuse();
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('conn-refused');
    expect(one.verdict.apps.client).toEqual([{ call: 'connect', result: 'ECONNREFUSED' }]);
    expect(one.verdict.evidence.map(({ frame }) => frame)).toEqual([1, 2]);
  });

  inEveryShape('a refused one that is tried three times with one SYN', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.refuse();
    for (let tries = 0; tries < 2; tries += 1) {
      trace.wait(500);
      c.again();
      s.refuse();
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'failed',
      frames: { count: 6 },
      tcp: { retransmissions: { client: 2 } },
    });
    expect(candidates(one)).toContain('conn-refused');
  });

  inEveryShape('SYN-ACKs that nobody acknowledges', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.synAck({ lost: true });
    for (const gap of [1000, 2000, 4000]) {
      trace.wait(gap);
      c.again({}, c.lastTaking!);
      s.again({ lost: true });
    }
    const one = await theOne(trace, { at: 'server' });
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('conn-synack-lost');
    expect(one.tcp.retransmissions).toEqual({ client: 3, server: 3 });
  });

  inEveryShape('an acknowledgement that never reaches the server', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.synAck();
    c.ack({ lost: true });
    for (const gap of [1000, 2000, 4000]) {
      trace.wait(gap);
      s.again();
      c.ack({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('conn-ack-lost');
    expect(one.tcp.retransmissions).toEqual({ client: 0, server: 3 });
  });

  inEveryShape('a SYN-ACK that comes for nobody any more', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    trace.wait(4000);
    s.synAck();
    c.reset();
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('conn-late-synack');
  });

  inEveryShape('a simultaneous one', async (trace) => {
    const { c, s } = trace.open();
    const from = c.syn({ lost: true });
    const back = s.syn({ lost: true });
    c.expected = (back.seq + 1) >>> 0;
    s.expected = (from.seq + 1) >>> 0;
    const both = TcpFlag.SYN | TcpFlag.ACK;
    c.say({ flags: both, seq: from.seq, ack: c.expected });
    s.say({ flags: both, seq: back.seq, ack: s.expected });
    c.data(10);
    s.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(one.verdict.case).toBe('conn-simultaneous-open');
    expect(one.bytes).toEqual({ client: 10, server: 0 });
    expect(one.tcp.notCaptured).toBe(0);
  });

  inEveryShape('data in the SYN, and a second SYN without', async (trace) => {
    const { c, s } = trace.open();
    const first = c.syn({ payload: 20, lost: true });
    trace.wait(1000);
    c.next = (first.seq + 1) >>> 0;
    c.again({ payload: 0 });
    s.synAck();
    c.ack();
    c.data(20);
    s.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(one.verdict.case).toBe('conn-tfo-fallback');
  });

  inEveryShape('one whose last acknowledgement comes with data', async (trace) => {
    const { c, s } = trace.open();
    c.syn();
    s.synAck();
    c.data(5);
    s.ack();
    expect(await theOne(trace)).toMatchObject({ outcome: 'open', bytes: { client: 5 }, tcp: { rttMs: 2 } });
  });

  inEveryShape('two at a time, segment by segment', async (trace) => {
    const pairs = [trace.open({ clientPort: 40_000 }), trace.open({ clientPort: 40_001 })] as const;
    for (const { c } of pairs) c.syn();
    pairs[0].s.synAck();
    pairs[1].s.refuse();
    pairs[0].c.ack();
    pairs[0].c.data(77);
    pairs[0].s.ack();
    const { connections, summary } = await explained(trace);
    expect(connections).toMatchObject([
      {
        id: 1,
        outcome: 'open',
        client: { port: 40_000 },
        frames: { first: 1, last: 7, count: 5 },
        bytes: { client: 77 },
      },
      { id: 2, outcome: 'failed', client: { port: 40_001 }, frames: { first: 2, last: 4, count: 2 } },
    ]);
    expect(summary).toMatchObject({ connections: 2, open: 1, failed: 1, ok: 0, partial: 0 });
  });

  it('the client is known by the SYN-ACK when the SYN was not captured', async () => {
    const trace = new Trace();
    const { c, s } = trace.open();
    c.syn({ unseen: true });
    s.synAck();
    c.ack();
    expect(await theOne(trace)).toMatchObject({
      clientKnown: true,
      client: { port: 40_000 },
      server: { port: 443 },
      tcp: { rttMs: null },
    });
  });

  it('a client with the higher address and the lower port is the client all the same', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened({
      clientAddress: '203.0.113.200',
      clientPort: 20,
      serverAddress: '10.0.0.1',
      serverPort: 50_000,
    });
    c.data(1);
    s.data(2);
    expect(await theOne(trace)).toMatchObject({
      client: { address: '203.0.113.200', port: 20 },
      bytes: { client: 1, server: 2 },
    });
  });

  it('a window is scaled only when both sides agreed to it (RFC 7323 section 2.2)', async () => {
    const trace = new Trace();
    const { c, s } = trace.open();
    c.syn();
    s.synAck({ options: [{ kind: 'mss', bytes: 1460 }], windowField: 5000 });
    c.ack({ windowField: 500 });
    // 16 MB and more beyond an unscaled window; within a scaled one's reach
    s.say({ seq: (s.next + (1 << 24) + 2000) >>> 0, payload: 10 });
    const one = await theOne(trace);
    expect(candidates(one)).toContain('seg-out-of-window');
  });
});
