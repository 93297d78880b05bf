import { describe, expect, it } from 'vitest';
import { type Pair, Trace } from './support/conversation.ts';
import { candidates, explained, inEveryShape, theOne } from './support/explained.ts';

function talk({ c, s }: Pair): void {
  c.data(100);
  s.ack();
  s.data(200);
  c.ack();
}

function close({ c, s }: Pair): void {
  c.fin();
  s.fin();
  c.ack();
}

/** The same ends, with other numbers. */
function renewed(trace: Trace, step = 70_000): Pair {
  const { clientIsn, serverIsn } = trace.shape;
  return trace.open({ clientIsn: (clientIsn + step) >>> 0, serverIsn: (serverIsn + 3 * step) >>> 0 });
}

function shake({ c, s }: Pair): void {
  c.syn();
  s.synAck();
  c.ack();
}

describe('the same addresses and ports again', () => {
  inEveryShape('after a close', async (trace) => {
    for (let round = 0; round < 3; round += 1) {
      const pair = renewed(trace, round * 70_000);
      shake(pair);
      talk(pair);
      close(pair);
      trace.wait(1000);
    }
    const { connections, summary } = await explained(trace);
    expect(summary).toMatchObject({ connections: 3, ok: 3 });
    expect(
      connections.map(({ id, incarnation, frames: { first, last, count } }) => [
        id,
        incarnation,
        first,
        last,
        count,
      ]),
    ).toEqual([
      [1, 1, 1, 10, 10],
      [2, 2, 11, 20, 10],
      [3, 3, 21, 30, 10],
    ]);
    for (const { bytes, tcp } of connections) {
      expect(bytes).toEqual({ client: 100, server: 200 });
      expect(tcp.retransmissions).toEqual({ client: 0, server: 0 });
    }
    expect(candidates(connections[1]!)).toContain('conn-tw-reuse');
    expect(candidates(connections[0]!)).not.toContain('conn-tw-reuse');
  });

  inEveryShape('after a reset', async (trace) => {
    const first = trace.opened();
    talk(first);
    first.s.abort();
    trace.wait(10);
    const second = renewed(trace);
    shake(second);
    talk(second);
    const { connections } = await explained(trace);
    expect(connections).toMatchObject([
      { incarnation: 1, outcome: 'failed', frames: { first: 1, last: 8, count: 8 } },
      {
        incarnation: 2,
        outcome: 'open',
        frames: { first: 9, last: 15, count: 7 },
        bytes: { client: 100, server: 200 },
      },
    ]);
  });

  inEveryShape('after an attempt that nobody answered', async (trace) => {
    trace.open().c.syn({ lost: true });
    trace.wait(5000);
    const second = renewed(trace);
    shake(second);
    const { connections } = await explained(trace);
    expect(connections).toMatchObject([
      { incarnation: 1, outcome: 'failed', frames: { count: 1 } },
      { incarnation: 2, outcome: 'open', frames: { count: 3 }, tcp: { retransmissions: { client: 0 } } },
    ]);
  });

  inEveryShape('after a refusal', async (trace) => {
    for (let round = 0; round < 2; round += 1) {
      const { c, s } = renewed(trace, round * 70_000);
      c.syn();
      s.refuse();
      trace.wait(1000);
    }
    const { connections } = await explained(trace);
    expect(
      connections.map(({ incarnation, outcome, frames }) => [incarnation, outcome, frames.count]),
    ).toEqual([
      [1, 'failed', 2],
      [2, 'failed', 2],
    ]);
  });

  inEveryShape('while the old connection stands: challenge ACK, reset, SYN again', async (trace) => {
    const old = trace.opened();
    talk(old);
    trace.wait(30_000);
    const fresh = renewed(trace);
    const syn = fresh.c.syn({ lost: true });
    const challenge = old.s.ack();
    fresh.c.reset(challenge, { windowField: 0 });
    trace.wait(1000);
    fresh.c.again();
    fresh.s.synAck();
    fresh.c.ack();
    talk(fresh);
    const { connections } = await explained(trace);
    expect(connections).toHaveLength(2);
    expect(connections[0]!.outcome).toBe('failed');
    expect(candidates(connections[0]!)).toContain('conn-halfopen-discovery');
    expect(connections[1]).toMatchObject({
      incarnation: 2,
      outcome: 'open',
      bytes: { client: 100, server: 200 },
    });
    expect(candidates(connections[1]!)).toContain('conn-halfopen-discovery');
    expect(connections[0]!.frames.count + connections[1]!.frames.count).toBe(trace.frames);
    expect(connections[0]!.frames.last).toBeGreaterThanOrEqual(syn.frame);
  });

  inEveryShape('of whose old connection only the discovery was captured', async (trace) => {
    const old = trace.open();
    old.c.syn({ unseen: true });
    old.s.synAck({ unseen: true });
    old.c.ack({ unseen: true });
    trace.wait(30_000);
    const fresh = renewed(trace);
    fresh.c.syn({ lost: true });
    fresh.c.reset(old.s.ack(), { windowField: 0 });
    trace.wait(1000);
    fresh.c.again();
    fresh.s.synAck();
    fresh.c.ack();
    talk(fresh);
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      clientKnown: true,
      bytes: { client: 100, server: 200 },
      tcp: { notCaptured: 0 },
    });
    expect(candidates(one)).toContain('conn-halfopen-discovery');
  });

  inEveryShape('while the old connection stands, and the server takes the new one at once', async (trace) => {
    talk(trace.opened());
    trace.wait(30_000);
    const fresh = renewed(trace);
    shake(fresh);
    talk(fresh);
    const { connections } = await explained(trace);
    expect(connections).toMatchObject([
      { incarnation: 1, frames: { count: 7 } },
      {
        incarnation: 2,
        outcome: 'open',
        frames: { first: 8, count: 7 },
        bytes: { client: 100, server: 200 },
      },
    ]);
  });

  inEveryShape('a strange SYN that nobody answers leaves the old connection as it was', async (trace) => {
    const old = trace.opened();
    talk(old);
    renewed(trace).c.syn({ lost: true });
    talk(old);
    close(old);
    const one = await theOne(trace);
    expect(one).toMatchObject({ incarnation: 1, outcome: 'ok', bytes: { client: 200, server: 400 } });
    expect(one.tcp.retransmissions).toEqual({ client: 0, server: 0 });
  });

  inEveryShape('a strange SYN that is challenged, and the connection goes on', async (trace) => {
    const old = trace.opened();
    talk(old);
    renewed(trace).c.syn({ lost: true, ttl: 50 });
    old.s.ack();
    talk(old);
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'open', bytes: { client: 200, server: 400 } });
  });

  inEveryShape('several strange SYNs, each with numbers of its own', async (trace) => {
    const old = trace.opened();
    for (let each = 1; each <= 5; each += 1) {
      renewed(trace, each * 70_000).c.syn({ lost: true });
      talk(old);
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'open', bytes: { client: 500, server: 1000 } });
  });

  it('every frame is counted once, strange SYNs that prove nothing with the connection they met', async () => {
    const trace = new Trace();
    const old = trace.opened();
    talk(old);
    renewed(trace).c.syn({ lost: true });
    talk(old);
    expect((await theOne(trace)).frames).toEqual({ first: 1, last: trace.frames, count: trace.frames });
  });

  inEveryShape('a strange SYN that comes twice is an attempt', async (trace) => {
    talk(trace.opened());
    const fresh = renewed(trace);
    fresh.c.syn({ lost: true });
    trace.wait(1000);
    fresh.c.again({ lost: true });
    trace.wait(2000);
    fresh.c.again({ lost: true });
    const { connections } = await explained(trace);
    expect(connections).toMatchObject([
      { incarnation: 1, frames: { count: 7 } },
      { incarnation: 2, outcome: 'failed', frames: { count: 3 }, tcp: { retransmissions: { client: 2 } } },
    ]);
  });

  it('a new connection of which every frame was captured twice is no repeated one', async () => {
    const trace = new Trace();
    const twice = (write: () => { readonly frame: number }): void => trace.copy(write().frame);
    for (let round = 0; round < 2; round += 1) {
      const { c, s } = renewed(trace, round * 70_000);
      twice(() => c.syn());
      twice(() => s.synAck());
      twice(() => c.ack());
      twice(() => c.fin());
      twice(() => s.fin());
      twice(() => c.ack());
      trace.wait(100);
    }
    const { connections } = await explained(trace);
    expect(connections).toHaveLength(2);
    for (const { tcp, outcome, frames } of connections) {
      expect(outcome).toBe('ok');
      expect(tcp.retransmissions).toEqual({ client: 0, server: 0 });
      expect(tcp.duplicateFrames).toBe(6);
      expect(frames.count).toBe(12);
    }
  });

  it('the ports of the server, used by it for a connection of its own the other way round', async () => {
    const trace = new Trace();
    const first = trace.opened();
    talk(first);
    close(first);
    trace.wait(2000);
    const back = trace.open({
      clientAddress: '192.0.2.80',
      clientPort: 443,
      clientIsn: 9_000_000,
      clientTtl: 57,
      serverAddress: '10.0.0.2',
      serverPort: 40_000,
      serverIsn: 8_000_000,
      serverTtl: 64,
    });
    shake(back);
    back.c.data(33);
    const { connections } = await explained(trace);
    expect(connections).toMatchObject([
      { client: { port: 40_000 }, incarnation: 1, outcome: 'ok' },
      { client: { port: 443 }, incarnation: 2, outcome: 'open', bytes: { client: 33, server: 0 } },
    ]);
  });
});
