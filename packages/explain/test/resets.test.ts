import { describe, expect, it } from 'vitest';
import { type Pair, Trace } from './support/conversation.ts';
import { candidates, explained, inEveryShape, theOne } from './support/explained.ts';

/** A question, taken in, and its answer. */
function talk({ c, s }: Pair): void {
  c.data(100);
  s.ack();
  s.data(200);
  c.ack();
}

describe('resets', () => {
  inEveryShape('of a live socket, with ACK and window', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    pair.c.data(10);
    trace.wait(20);
    const reset = pair.s.abort();
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toEqual(
      expect.arrayContaining(['close-linger0', 'close-unread', 'close-peer-killed-unread']),
    );
    expect(one.verdict.evidence.map(({ frame }) => frame)).toContain(reset.frame);
    expect(one.frames.last).toBe(reset.frame);
  });

  inEveryShape('of a live socket, by the client', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    pair.c.abort();
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('close-unread');
    expect(one.verdict.endedBy).not.toBe('server');
  });

  inEveryShape('of no socket, without ACK, in answer to data after a silence', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    trace.wait(60_000);
    pair.s.reset(pair.c.data(10));
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toEqual(expect.arrayContaining(['idle-reboot', 'nat-idle-leak']));
    expect(candidates(one)).not.toContain('close-linger0');
  });

  it.each([
    [30, true],
    [5, false],
  ])(
    'of no socket, %d ms after the data, where the server is 30 ms away',
    async (answeredAfterMs, fromServer) => {
      const trace = new Trace();
      const pair = trace.open();
      pair.c.syn();
      trace.wait(30);
      pair.s.synAck();
      pair.c.ack();
      pair.c.data(100);
      trace.wait(30);
      pair.s.ack();
      trace.wait(60_000);
      const question = pair.c.data(10);
      trace.wait(answeredAfterMs);
      pair.s.reset(question);
      const one = await theOne(trace);
      expect(candidates(one).includes('idle-reboot')).toBe(fromServer);
      expect(candidates(one).includes('nat-idle-reset')).toBe(!fromServer);
    },
  );

  it('of no socket, sooner than the handshake alone would have it', async () => {
    const trace = new Trace();
    const pair = trace.open();
    pair.c.syn();
    trace.wait(170);
    pair.s.synAck();
    pair.c.ack();
    trace.wait(800);
    const question = pair.c.data(6);
    trace.wait(20);
    pair.s.reset(question);
    // one slow answer is a busy host as easily as a long way
    expect(candidates(await theOne(trace))).toContain('idle-reboot');
  });

  inEveryShape('of no socket, in answer to a keepalive probe', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    trace.wait(60_000);
    pair.s.reset(pair.c.probe());
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'failed', tcp: { keepAlives: 1 } });
    expect(candidates(one)).toContain('idle-reboot');
  });

  inEveryShape('of no socket, in answer to a repetition: there was no silence before it', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    pair.c.data(10, { lost: true });
    trace.wait(5000);
    pair.s.reset(pair.c.again());
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('idle-reboot');
    expect(candidates(one)).not.toContain('nat-idle-leak');
  });

  inEveryShape('from nearer than the server', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    trace.wait(5000);
    pair.s.reset(pair.c.data(10), { ttl: 63 });
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toEqual(expect.arrayContaining(['nat-idle-reset', 'rst-fw-established']));
    expect(candidates(one)).not.toContain('idle-reboot');
  });

  inEveryShape('by a stranger, after which the server speaks on', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    const data = c.data(10);
    s.abort({ ttl: 120, ipId: 9, lost: true });
    s.data(50, { ack: (data.seq + 10) >>> 0 });
    c.reset();
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('rst-injected');
  });

  inEveryShape('that miss: challenged, and everything goes on (RFC 5961)', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    s.abort({ seq: (s.next + 5000) >>> 0, ttl: 120, lost: true });
    c.ack();
    trace.wait(100);
    c.data(10);
    s.ack();
    s.data(20);
    c.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(candidates(one)).toContain('rst-blind');
    expect(one.bytes).toEqual({ client: 110, server: 220 });
  });

  inEveryShape('that miss, and then both sides close', async (trace) => {
    const pair = trace.opened();
    const { c, s } = pair;
    talk(pair);
    s.abort({ seq: (s.next + 5000) >>> 0, ttl: 120, lost: true });
    c.ack();
    talk(pair);
    c.fin();
    s.fin();
    c.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(candidates(one)).toContain('rst-blind');
  });

  inEveryShape('behind data that was lost: challenged, then repeated where it fits', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    s.data(300, { lost: true });
    s.abort({ lost: true });
    const challenge = c.ack();
    s.reset(challenge);
    const one = await theOne(trace, { at: 'server' });
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('close-reply-lost');
  });

  inEveryShape('that are lost, and later data meets no socket', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    pair.s.abort({ lost: true });
    trace.wait(5000);
    pair.s.reset(pair.c.data(10));
    const one = await theOne(trace, { at: 'server' });
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('close-rst-lost');
  });

  inEveryShape('right after the handshake, before the server has taken anything in', async (trace) => {
    const { c, s } = trace.opened();
    s.reset(c.data(10));
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('conn-acceptq-race-reset');
    expect(one.bytes).toEqual({ client: 10, server: 0 });
  });

  inEveryShape('with neither window nor options, as proxies send them', async (trace) => {
    const { c, s } = trace.opened();
    c.data(10);
    s.abort({ windowField: 0, options: [], ipId: 0 });
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('conn-proxy-dead-backend');
  });

  inEveryShape('by the client, which had all it wanted when the server closed', async (trace) => {
    const pair = trace.opened();
    talk(pair);
    pair.s.fin();
    pair.c.ack();
    pair.c.abort();
    expect((await theOne(trace)).outcome).toBe('ok');
  });

  inEveryShape('by the client, in the middle of what the server closed behind', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    s.data(1000, { lost: true });
    s.fin({ lost: true });
    c.abort();
    expect((await theOne(trace)).outcome).toBe('failed');
  });

  inEveryShape(
    'of two sorts from one host: the abort, and no socket for what was on its way',
    async (trace) => {
      const pair = trace.opened();
      const { c, s } = pair;
      talk(pair);
      const crossing = c.data(10);
      s.abort({ ack: crossing.seq, lost: true });
      s.reset(c.data(20));
      const one = await theOne(trace);
      expect(one.outcome).toBe('failed');
      expect(one.bytes.client).toBe(130);
    },
  );

  it('the TTL of a refusal is held against that of other connections of the server', async () => {
    const trace = new Trace();
    for (let each = 0; each < 3; each += 1) talk(trace.opened({ clientPort: 41_000 + each }));
    const { c, s } = trace.open({ clientPort: 41_100 });
    c.syn();
    s.refuse({ ttl: 63 });
    const { connections } = await explained(trace);
    expect(connections[3]!.outcome).toBe('failed');
    expect(candidates(connections[3]!)).toContain('conn-fw-reset');
    expect(candidates(connections[3]!)).not.toContain('conn-refused');
  });
});
