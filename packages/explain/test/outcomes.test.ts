/** Whether a connection failed at all: endings that look like failures and are none, and failures that look like good endings. */
import { TcpFlag } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { type Pair, Trace } from './support/conversation.ts';
import { explained, inEveryShape, theOne } from './support/explained.ts';

const { ACK, FIN, PSH, RST } = TcpFlag;

function talk({ c, s }: Pair): void {
  c.data(100);
  s.ack();
  s.data(200);
  c.ack();
}

function opened(trace: Trace): Pair {
  const pair = trace.opened();
  talk(pair);
  return pair;
}

/** A TLS 1.2 alert record of 26 bytes. */
const tlsAlert = [21, 3, 3, 0, 26];

/** The server closes; what the client still has to say, 31 bytes, is reset. */
function farewell(trace: Trace, beginning: readonly number[]): void {
  const { c, s } = opened(trace);
  s.fin();
  c.ack();
  c.data(31, { beginning });
  s.reset();
}

describe('did not fail', () => {
  inEveryShape('a close of which only one direction was captured', async (trace) => {
    const { c, s } = trace.open();
    const unseen = { unseen: true };
    c.syn();
    s.synAck(unseen);
    c.ack();
    c.data(100);
    s.ack(unseen);
    s.data(200, unseen);
    c.ack();
    c.fin();
    s.fin(unseen);
    c.ack();
    expect((await theOne(trace)).outcome).not.toBe('failed');
  });

  inEveryShape("a server's FIN answered by the client's reset, all acknowledged", async (trace) => {
    const { c, s } = opened(trace);
    s.fin();
    c.ack();
    trace.wait(20);
    c.abort();
    expect((await theOne(trace)).outcome).toBe('ok');
  });

  inEveryShape('a reset after the own FIN, nothing outstanding', async (trace) => {
    const { c, s } = opened(trace);
    c.fin();
    s.ack();
    trace.wait(20);
    c.abort();
    expect((await theOne(trace)).outcome).toBe('ok');
  });

  inEveryShape("a TLS alert that comes after the peer's FIN and is reset", async (trace) => {
    farewell(trace, tlsAlert);
    expect((await theOne(trace)).outcome).toBe('ok');
  });

  inEveryShape('resets outside the window, twice, with the connection going on', async (trace) => {
    const pair = opened(trace);
    const { c, s } = pair;
    const stray = { flags: RST, seq: (s.next + 0x4000_0000) >>> 0, lost: true };
    s.say(stray);
    s.say(stray);
    talk(pair);
    c.fin();
    s.fin();
    c.ack();
    expect((await theOne(trace)).outcome).toBe('ok');
  });

  inEveryShape('keepalives of one byte that are answered with D-SACK', async (trace) => {
    const pair = opened(trace);
    const { c, s } = pair;
    for (let round = 0; round < 6; round += 1) {
      trace.wait(10_000);
      c.say({ flags: ACK, seq: (c.next - 1) >>> 0, payload: 1 });
      s.ack();
    }
    talk(pair);
    c.fin();
    s.fin();
    c.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(one.verdict.case).not.toBe('send-ack-path-cut');
  });
});

describe('cannot be told yet', () => {
  it.each([
    ['a SYN at the end of the capture', 0],
    ['a SYN and its answer at the end', 1],
  ])('%s', async (_name, answers) => {
    const trace = new Trace();
    const first = trace.opened({ clientPort: 40_001 });
    talk(first);
    const { c, s } = trace.open();
    c.syn();
    if (answers > 0) s.synAck();
    const { connections } = await explained(trace);
    const last = connections.find(({ client }) => client.port === 40_000)!;
    expect(last.verdict.case).toBeNull();
    expect(last.outcome).not.toBe('failed');
  });
});

describe('failed', () => {
  inEveryShape("a request that comes after the peer's FIN and is reset", async (trace) => {
    farewell(trace, [...new TextEncoder().encode('GET / HTTP/1.1')]);
    expect((await theOne(trace)).outcome).toBe('failed');
  });

  inEveryShape('the request that goes out with its FIN and is reset', async (trace) => {
    const { c, s } = opened(trace);
    c.fin({ payload: 300, lost: true });
    s.abort();
    expect((await theOne(trace)).outcome).toBe('failed');
  });

  inEveryShape('data beside a FIN that nobody acknowledges', async (trace) => {
    const { c, s } = opened(trace);
    c.say({ flags: ACK | FIN | PSH, payload: 300, lost: true });
    s.fin({ lost: true });
    for (const waitMs of [200, 400, 800, 1_600]) {
      trace.wait(waitMs);
      c.again({ lost: true });
    }
    expect((await theOne(trace)).outcome).not.toBe('ok');
  });
});

describe('names', () => {
  inEveryShape('no segment beyond the window where a last ACK passes lost data', async (trace) => {
    const { c, s } = opened(trace);
    s.data(200, { unseen: true });
    c.ack();
    c.fin();
    s.fin();
    c.ack();
    const { verdict } = await theOne(trace);
    expect([verdict.case, ...verdict.lookalikes]).not.toContain('seg-out-of-window');
  });

  inEveryShape('two connections where a port is taken again with data in the SYN', async (trace) => {
    opened(trace);
    const { c, s } = trace.open({ clientIsn: 77_000_000, serverIsn: 99_000_000 });
    c.syn({ payload: 50 });
    s.synAck();
    s.data(200);
    const { connections } = await explained(trace);
    expect(connections.map(({ bytes }) => bytes)).toEqual([
      { client: 100, server: 200 },
      { client: 50, server: 200 },
    ]);
  });

  inEveryShape('two connections where the answer to the second SYN was not captured', async (trace) => {
    opened(trace);
    const { c, s } = trace.open({ clientIsn: 77_000_000, serverIsn: 99_000_000 });
    c.syn();
    s.synAck({ unseen: true });
    c.ack();
    talk({ c, s });
    const { connections } = await explained(trace);
    expect(connections.map(({ bytes }) => bytes.client)).toEqual([100, 100]);
  });
});
