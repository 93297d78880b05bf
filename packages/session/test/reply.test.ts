import { describe, expect, it } from 'vitest';
import type { StoreChange } from '../src/index.ts';
import { all, guest, host } from './support/peers.ts';
import { PlainStore } from './support/plain-store.ts';

describe('reply()', () => {
  it('stores the answer and that its message is processed in one change', async () => {
    const changes: StoreChange[] = [];
    const store = new PlainStore();
    const append = store.append.bind(store);
    store.append = (key, epoch, change) => {
      if (change.outgoing !== undefined || change.processedSeq !== undefined) changes.push(change);
      return append(key, epoch, change);
    };
    const server = await host({
      store,
      onSession: (session) =>
        session.consume((message) => session.reply(message, `re: ${String(message.data)}`)),
    });
    const session = await guest(server.port);
    for (const text of ['a', 'b', 'c']) {
      await session.send(text);
      await session.flush();
    }
    expect(changes.map(({ outgoing = [], processedSeq }) => [outgoing.length, processedSeq])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    void session.end();
    expect((await all(session)).map(({ data }) => String(data))).toEqual(['re: a', 're: b', 're: c']);
    await session.closed;
  });

  it('is done with its message when the answer has found room, not before', async () => {
    const server = await host({ sendBufferBytes: 100 });
    const session = await guest(server.port);
    await session.send('question');
    const other = await server.session();
    await other.send(Buffer.alloc(90));
    const messages = other[Symbol.asyncIterator]();
    const { value: question } = await messages.next();
    const replied = other.reply(question, Buffer.alloc(50));
    expect(other.counters.unprocessedMessages).toBe(1);
    const [first, answer] = [session[Symbol.asyncIterator](), replied];
    await first.next();
    void first.next();
    await answer;
    expect(other.counters.unprocessedMessages).toBe(0);
  });

  it('is refused for a message that is not in hand', async () => {
    const server = await host({});
    const session = await guest(server.port);
    await session.send('one');
    const other = await server.session();
    const messages = other[Symbol.asyncIterator]();
    const { value: one } = await messages.next();
    await other.reply(one, 'once');
    await expect(other.reply(one, 'twice')).rejects.toThrow(TypeError);
  });
});
