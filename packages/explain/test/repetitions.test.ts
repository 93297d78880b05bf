import { describe, expect } from 'vitest';
import { candidates, inEveryShape, theOne } from './support/explained.ts';

describe('data that is sent again', () => {
  inEveryShape('with doubling gaps and no answer', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    const lost = c.data(200, { lost: true });
    for (const gap of [200, 400, 800, 1600, 3200]) {
      trace.wait(gap);
      c.again({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('send-cut');
    expect(one.tcp.retransmissions).toEqual({ client: 5, server: 0 });
    expect(one.bytes).toEqual({ client: 300, server: 0 });
    expect(one.verdict.evidence.map(({ frame }) => frame)).toEqual([
      lost.frame,
      lost.frame + 1,
      lost.frame + 5,
    ]);
    expect(one.verdict.evidence.at(-1)!.says).toContain('gaps about double');
  });

  inEveryShape('at a steady pace', async (trace) => {
    const { c } = trace.opened();
    c.data(200, { lost: true });
    for (let tries = 0; tries < 6; tries += 1) {
      trace.wait(999);
      c.again({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(one.tcp.retransmissions.client).toBe(6);
    expect(one.verdict.evidence.at(-1)!.says).toContain('steady');
  });

  inEveryShape('by the server', async (trace) => {
    const { c, s } = trace.opened();
    c.data(10);
    s.data(1000, { lost: true });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      s.again({ lost: true });
    }
    const one = await theOne(trace, { at: 'server' });
    expect(one).toMatchObject({ outcome: 'failed', tcp: { retransmissions: { client: 0, server: 3 } } });
    expect(candidates(one)).toContain('send-cut');
  });

  inEveryShape('once, which may still be answered', async (trace) => {
    const { c } = trace.opened();
    c.data(200, { lost: true });
    trace.wait(200);
    c.again({ lost: true });
    expect((await theOne(trace)).outcome).toBe('open');
  });

  inEveryShape('until it gets through', async (trace) => {
    const { c, s } = trace.opened();
    c.data(200, { lost: true });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      c.again({ lost: true });
    }
    trace.wait(1600);
    c.again();
    s.ack();
    c.data(50);
    s.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(candidates(one)).toContain('send-cut-heals');
    expect(one.tcp.retransmissions.client).toBe(4);
    expect(one.bytes.client).toBe(250);
  });

  inEveryShape('twice over: a run that heals and one that does not', async (trace) => {
    const { c, s } = trace.opened();
    for (const end of ['heals', 'stays']) {
      c.data(100, { lost: true });
      for (const gap of [200, 400, 800]) {
        trace.wait(gap);
        c.again({ lost: end === 'stays' || gap < 800 });
      }
      if (end === 'heals') s.ack();
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('send-cut');
    expect(one.tcp.retransmissions.client).toBe(6);
  });

  inEveryShape('several segments, of which the first is repeated', async (trace) => {
    const { c, s } = trace.opened();
    c.data(1000);
    s.ack();
    const first = c.data(1000, { lost: true });
    c.data(1000, { lost: true });
    c.data(1000, { lost: true });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      c.again({ lost: true }, first);
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'failed',
      bytes: { client: 4000 },
      tcp: { retransmissions: { client: 3 } },
    });
    expect(candidates(one)).toContain('send-cut');
    expect(one.verdict.summary).toContain('3,000 bytes');
  });

  inEveryShape('because one segment is missing and the others are not: SACK, then healed', async (trace) => {
    const { c, s } = trace.opened();
    const hole = c.data(1000, { lost: true });
    for (let each = 0; each < 4; each += 1) {
      c.data(1000);
      s.ack();
    }
    c.again({}, hole);
    s.ack();
    c.data(10);
    s.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      bytes: { client: 5010 },
      tcp: { retransmissions: { client: 1 }, notCaptured: 0 },
    });
    expect(one.verdict.case).toBeNull();
  });

  inEveryShape('because full-size segments do not fit and small ones do', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    const big = c.data(1448, { lost: true });
    c.data(30);
    s.ack();
    for (const gap of [200, 400, 800, 1600]) {
      trace.wait(gap);
      c.again({ lost: true }, big);
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('send-pmtu-blackhole');
  });

  inEveryShape('although it has arrived: the acknowledgements are lost', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack({ lost: true });
    for (const gap of [200, 400, 800, 1600]) {
      trace.wait(gap);
      c.again();
      s.ack({ lost: true });
    }
    const one = await theOne(trace, { at: 'server' });
    expect(one.outcome).not.toBe('ok');
    expect(candidates(one)).toContain('send-ack-path-cut');
    expect(one.tcp.retransmissions).toEqual({ client: 4, server: 0 });
  });

  inEveryShape('with the FIN behind it', async (trace) => {
    const { c } = trace.opened();
    c.data(100, { lost: true });
    c.fin({ lost: true });
    for (const gap of [200, 400, 800, 1600]) {
      trace.wait(gap);
      c.fin({ lost: true, seq: (c.next - 101) >>> 0, payload: 100 });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('close-cut');
    expect(one.bytes.client).toBe(100);
  });

  inEveryShape('in other pieces than before, with new bytes at the end', async (trace) => {
    const { c, s } = trace.opened();
    const first = c.data(100, { lost: true });
    c.data(100, { lost: true });
    trace.wait(200);
    c.data(300, { seq: first.seq });
    s.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      bytes: { client: 300 },
      tcp: { retransmissions: { client: 1 }, notCaptured: 0 },
    });
  });

  inEveryShape('with a wrong checksum among right ones', async (trace) => {
    const { c, s } = trace.opened();
    c.data(20);
    s.ack();
    c.data(30, { lost: true, checksum: 0x1234 });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      c.again({ lost: true, checksum: 0x1234 });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('send-badcsum');
  });

  inEveryShape('a segment far outside the window, answered by an acknowledgement', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    const seen = c.data(10, { seq: (c.next + (1 << 26)) >>> 0, lost: true });
    s.ack();
    const one = await theOne(trace);
    expect(seen.frame).toBeGreaterThan(0);
    expect(one.outcome).toBe('open');
    expect(candidates(one)).toContain('seg-out-of-window');
    expect(one.bytes.client).toBe(100);
  });
});
