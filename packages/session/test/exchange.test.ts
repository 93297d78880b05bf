import { describe, expect, it } from 'vitest';
import { all, echo, failureOf, guest, host } from './support/peers.ts';

const text = (messages: readonly { readonly data: Buffer }[]): string[] =>
  messages.map(({ data }) => data.toString());

describe('an exchange of messages', () => {
  it('comes back as it was sent, in order, whatever the bytes', async () => {
    const { port } = await host({ onSession: echo });
    const session = await guest(port);
    const sent = [
      Buffer.alloc(0),
      Buffer.from([0, 255, 10, 13]),
      Buffer.alloc(100_000, 7),
      Buffer.from('ж€😀'),
    ];
    for (const one of sent) await session.send(one);
    await session.send('text');
    void session.end();
    const got = await all(session);
    expect(got.map(({ data }) => data)).toEqual([...sent, Buffer.from('text')]);
    expect(got.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(got.every(({ maybeRepeated }) => !maybeRepeated)).toBe(true);
    await session.closed;
    expect(session.state).toBe('closed');
  });

  it('counts what went each way', async () => {
    const { port } = await host({ onSession: echo });
    const session = await guest(port);
    await session.send('abc');
    await session.send('de');
    void session.end();
    await all(session);
    await session.closed;
    expect(session.counters).toMatchObject({
      sentMessages: 2,
      sentBytes: 5,
      receivedMessages: 2,
      receivedBytes: 5,
      connections: 1,
      attempts: 1,
      resentMessages: 0,
      unprocessedMessages: 0,
      unacknowledgedBytes: 0,
    });
  });

  it('ends on one side while the other goes on', async () => {
    const server = await host({
      onSession: async (session) => {
        expect(await all(session)).toHaveLength(1);
        for (let count = 0; count < 500; count += 1) await session.send(`after ${count}`);
      },
    });
    const session = await guest(server.port);
    await session.send('only');
    await session.end();
    expect(session.state).toBe('open');
    const got = await all(session);
    expect(text(got)).toEqual(Array.from({ length: 500 }, (_, at) => `after ${at}`));
    await session.closed;
    await (
      await server.session()
    ).closed;
  });

  it('may be closed by both sides at once', async () => {
    const server = await host({ onSession: (session) => void session.send('hello') });
    const session = await guest(server.port);
    const other = await server.session();
    const [got] = await Promise.all([all(session), all(other), session.close(), other.close()]);
    expect(text(got)).toEqual(['hello']);
    expect([session.state, other.state]).toEqual(['closed', 'closed']);
  });

  it('takes nothing after end(), and says so', async () => {
    const { port } = await host({ onSession: echo });
    const session = await guest(port);
    void session.end();
    expect(await failureOf(session.send('late'))).toMatchObject({ code: 'HO_CLOSED', delivered: 'no' });
    await session.end();
    await all(session);
    await session.closed;
    expect(await failureOf(session.send('later'))).toMatchObject({ code: 'HO_CLOSED', delivered: 'no' });
  });

  it('keeps many sessions apart', async () => {
    const server = await host({ onSession: echo });
    const sessions = await Promise.all(Array.from({ length: 50 }, () => guest(server.port)));
    const got = await Promise.all(
      sessions.map(async (session, at) => {
        for (let count = 0; count < 20; count += 1) void session.send(`${at}.${count}`);
        void session.end();
        return text(await all(session));
      }),
    );
    for (const [at, one] of got.entries()) {
      expect(one).toEqual(Array.from({ length: 20 }, (_, count) => `${at}.${count}`));
    }
    await Promise.all(sessions.map(({ closed }) => closed));
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(50);
    await server.until(() => server.server.counters.sessions === 0);
  });
});

describe('the size of messages', () => {
  it('may reach the limit of the other side, and not beyond', async () => {
    const server = await host({ maxMessageBytes: 1000, onSession: echo });
    const session = await guest(server.port, { maxMessageBytes: 5000 });
    expect(await failureOf(session.send(Buffer.alloc(1001)))).toMatchObject({
      code: 'HO_MESSAGE_TOO_LARGE',
      delivered: 'no',
    });
    await session.send(Buffer.alloc(1000, 1));
    void session.end();
    expect(await all(session)).toHaveLength(1);
  });

  it('is known to the server before it can send', async () => {
    const refused: unknown[] = [];
    const server = await host({
      onSession: async (session) => {
        refused.push(await failureOf(session.send(Buffer.alloc(1001))));
        await session.send(Buffer.alloc(1000));
      },
    });
    const session = await guest(server.port, { maxMessageBytes: 1000 });
    void session.end();
    expect((await all(session)).map(({ data }) => data.length)).toEqual([1000]);
    expect(refused).toMatchObject([{ code: 'HO_MESSAGE_TOO_LARGE' }]);
  });

  it('may be more than window and buffer hold', async () => {
    const server = await host({ windowBytes: 1000, sendBufferBytes: 1000, onSession: echo });
    const session = await guest(server.port, { windowBytes: 500, sendBufferBytes: 700 });
    const sizes = [2000, 1, 900_000, 3, 499, 500, 501];
    const sent = (async () => {
      for (const size of sizes) await session.send(Buffer.alloc(size, size % 251));
      await session.end();
    })();
    expect((await all(session)).map(({ data }) => data.length)).toEqual(sizes);
    await sent;
    await session.closed;
  });
});

describe('flush()', () => {
  it('waits until the other side is done with everything, not until it has come', async () => {
    let finish!: () => void;
    let begun!: () => void;
    const handled = new Promise<void>((resolve) => (finish = resolve));
    const received = new Promise<void>((resolve) => (begun = resolve));
    const server = await host({
      onSession: (session) =>
        session.consume(({ seq }) => {
          if (seq < 3) return undefined;
          begun();
          return handled;
        }),
    });
    const session = await guest(server.port);
    for (const one of ['a', 'b', 'c']) await session.send(one);
    let flushed = false;
    const flush = session.flush().then(() => (flushed = true));
    await received;
    expect(flushed).toBe(false);
    finish();
    await flush;
  });

  it('is not disturbed by a message that was withdrawn', async () => {
    const server = await host({});
    const session = await guest(server.port, { sendBufferBytes: 100 });
    const control = new AbortController();
    const taken = session.send(Buffer.alloc(90));
    const waiting = session.send(Buffer.alloc(80));
    const withdrawn = session.send(Buffer.alloc(70), { signal: control.signal });
    const flush = session.flush();
    control.abort();
    expect(await failureOf(withdrawn)).toMatchObject({ code: 'HO_ABORTED', delivered: 'no' });
    const other = all(await server.session());
    await Promise.all([taken, waiting, flush]);
    void session.end();
    expect((await other).map(({ data }) => data.length)).toEqual([90, 80]);
  });
});

describe('reading', () => {
  it('by iteration may stop and go on: what it stopped at comes again, unless it was acknowledged', async () => {
    const server = await host({
      onSession: async (session) => {
        for (const one of ['a', 'b', 'c', 'd']) await session.send(one);
      },
    });
    const session = await guest(server.port);
    for await (const { data } of session) if (data.toString() === 'b') break;
    for await (const message of session) {
      expect([message.data.toString(), message.maybeRepeated]).toEqual(['b', true]);
      session.acknowledge(message);
      break;
    }
    await expect(
      (async () => {
        for await (const { data } of session) throw new Error(`no place for ${data.toString()}`);
      })(),
    ).rejects.toThrow('no place for c');
    void session.end();
    const rest = await all(session);
    expect(rest.map(({ data, maybeRepeated }) => [data.toString(), maybeRepeated])).toEqual([
      ['c', true],
      ['d', false],
    ]);
    await session.closed;
  });

  it('is for one reader at a time', async () => {
    const { port } = await host({ onSession: echo });
    const session = await guest(port);
    const reading = all(session);
    expect(() => session[Symbol.asyncIterator]()).toThrow('being read already');
    expect(() => session.consume(() => undefined)).toThrow('being read already');
    void session.end();
    await reading;
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('a handler that %s gives its message back, and the next reader is told', async (_, fail) => {
    const server = await host({
      onSession: async (session) => {
        for (const one of ['a', 'b', 'c']) await session.send(one);
      },
    });
    const session = await guest(server.port);
    const consumed = session.consume(({ data }) => (data.toString() === 'b' ? fail() : undefined));
    expect(await failureOf(consumed)).toMatchObject({ message: 'no' });
    void session.end();
    const rest = await all(session);
    expect(text(rest)).toEqual(['b', 'c']);
    expect(rest.map(({ maybeRepeated }) => maybeRepeated)).toEqual([true, false]);
    await session.closed;
  });

  it('hands out one message at a time to a handler that takes its time', async () => {
    let atOnce = 0;
    let most = 0;
    const { port } = await host({
      onSession: (session) =>
        session.consume(async () => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await new Promise((resolve) => setImmediate(resolve));
          atOnce -= 1;
        }),
    });
    const session = await guest(port);
    for (let count = 0; count < 50; count += 1) await session.send('x');
    await session.flush();
    expect(most).toBe(1);
  });

  it('answers every call of next(), also those made at once, and those cut short by return()', async () => {
    const server = await host({});
    const session = await guest(server.port);
    const iterator = session[Symbol.asyncIterator]();
    const results = Promise.all([iterator.next(), iterator.next(), iterator.next()]);
    const other = await server.session();
    for (const one of ['a', 'b']) await other.send(one);
    await other.flush();
    await iterator.return!();
    expect((await results).map(({ done, value }) => (done === true ? null : String(value?.data)))).toEqual([
      'a',
      'b',
      null,
    ]);
  });
});

describe('the buffer', () => {
  it('makes send() wait for room, in the order of calls', async () => {
    const server = await host({});
    const session = await guest(server.port, { sendBufferBytes: 1000 });
    const order: number[] = [];
    const sends = Array.from({ length: 10 }, async (_, at) => {
      await session.send(Buffer.alloc(400, at));
      order.push(at);
    });
    await Promise.all(sends.slice(0, 2));
    expect(order).toEqual([0, 1]);
    const got = all(await server.session());
    await Promise.all(sends);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    void session.end();
    expect((await got).map(({ data }) => data[0])).toEqual(order);
  });
});
