import { describe, expect, it } from 'vitest';
import { type Pair, Trace } from './support/conversation.ts';
import { candidates, explained, inEveryShape, theOne } from './support/explained.ts';

/** A question and its answer. */
function talk({ c, s }: Pair): void {
  c.data(100);
  s.ack();
  s.data(200);
  c.ack();
}

describe('closing', () => {
  inEveryShape('by the client first', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    c.fin();
    s.fin();
    c.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'ok',
      bytes: { client: 100, server: 200 },
      tcp: { notCaptured: 0 },
    });
    expect(candidates(one)).toContain('close-orderly');
    expect(one.tcp.retransmissions).toEqual({ client: 0, server: 0 });
  });

  inEveryShape('by the server first, each FIN acknowledged on its own', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    s.fin();
    c.ack();
    trace.wait(50);
    c.fin();
    s.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(candidates(one)).toContain('close-writer-exits');
  });

  inEveryShape('with data and FIN in one segment', async (trace) => {
    const { c, s } = trace.opened();
    c.fin({ payload: 100 });
    s.ack();
    s.fin({ payload: 200 });
    c.ack();
    expect(await theOne(trace)).toMatchObject({
      outcome: 'ok',
      bytes: { client: 100, server: 200 },
      tcp: { notCaptured: 0 },
    });
  });

  inEveryShape('by both at once', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    const acks = [c.expected, s.expected] as const;
    c.fin({ ack: acks[0] });
    s.fin({ ack: acks[1] });
    c.ack();
    s.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(one.verdict.case).toBe('close-simultaneous');
  });

  inEveryShape('by one side only', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    s.fin();
    c.ack();
    trace.wait(20_000);
    const other = trace.opened({ clientPort: 40_001 });
    other.c.data(1);
    const { connections } = await explained(trace);
    expect(connections[0]!.outcome).toBe('open');
    expect(candidates(connections[0]!)).toContain('close-wait-leak');
  });

  inEveryShape('one direction, while data flows on in the other', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    c.fin();
    s.ack();
    for (let each = 0; each < 3; each += 1) {
      s.data(1000);
      c.ack();
    }
    s.fin();
    c.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'ok', bytes: { client: 100, server: 3000 } });
    expect(candidates(one)).toContain('close-half');
  });

  inEveryShape('by a FIN that nobody answers', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    pair.c.fin({ lost: true });
    for (const gap of [200, 400, 800, 1600]) {
      trace.wait(gap);
      pair.c.again({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('close-cut');
    expect(one.tcp.retransmissions).toEqual({ client: 4, server: 0 });
  });

  inEveryShape('by a FIN that gets through at last', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    c.fin({ lost: true });
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      c.again({ lost: gap < 800 });
    }
    s.fin();
    c.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(candidates(one)).toContain('close-cut-heals');
  });

  inEveryShape('whose last acknowledgement is lost', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    c.fin();
    s.ack();
    s.fin();
    c.ack({ lost: true });
    for (const gap of [200, 400]) {
      trace.wait(gap);
      s.again();
      c.ack({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(candidates(one)).toContain('close-lastack-lost');
  });

  inEveryShape('data that crosses the FIN is reset', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    trace.wait(1500);
    s.fin({ lost: true });
    const late = c.data(50);
    s.reset(late);
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('lb-idle-race');
  });

  inEveryShape('data after the FIN is reset', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    s.fin();
    c.ack();
    trace.wait(1500);
    const late = c.data(50);
    s.reset(late);
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toEqual(expect.arrayContaining(['close-reader-exits', 'idle-fin-unnoticed']));
    expect(candidates(one)).not.toContain('lb-idle-race');
    expect(one.bytes.client).toBe(150);
  });

  inEveryShape('a reset behind a finished close harms nobody', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    c.fin();
    s.fin();
    c.ack();
    trace.wait(5);
    s.abort();
    expect((await theOne(trace)).outcome).toBe('ok');
  });

  inEveryShape('a segment for a socket in TIME-WAIT, and the reset of it', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    c.fin();
    s.fin();
    c.ack();
    trace.wait(2000);
    s.ack();
    c.reset();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(candidates(one)).toContain('close-tw-rst');
  });

  it('a connection that is closed and then quiet is told before the capture ends', async () => {
    const trace = new Trace();
    const pair = trace.opened();
    talk(pair);
    pair.c.fin();
    pair.s.fin();
    pair.c.ack();
    const other = trace.opened({ clientPort: 40_001 });
    other.c.data(1);
    trace.wait(200_000);
    other.s.ack();
    const { connections } = await explained(trace);
    expect(connections.map(({ id, outcome }) => [id, outcome])).toEqual([
      [1, 'ok'],
      [2, 'open'],
    ]);
  });
});
