import { describe, expect, it } from 'vitest';
import { all, failureOf, guest, host } from './support/peers.ts';
import { PlainStore } from './support/plain-store.ts';

describe('close()', () => {
  it('waits for longer than its patience while messages get through', async () => {
    const working: (() => void)[] = [];
    const server = await host({
      onSession: (session) => session.consume(() => new Promise<void>((resolve) => working.push(resolve))),
    });
    const session = await guest(server.port);
    for (let count = 0; count < 6; count += 1) await session.send('slow');
    const closed = session.close({ idleMs: 300 });
    // One message each 100 ms: longer in all than the patience with a standstill.
    const beat = setInterval(() => working.shift()?.(), 100);
    await closed;
    clearInterval(beat);
  });

  it('aborts what has come to a standstill, and says so', async () => {
    const server = await host({
      onSession: (session) => session.consume(() => new Promise(() => undefined)),
    });
    const session = await guest(server.port);
    await session.send('never processed');
    const error = await failureOf(session.close({ idleMs: 50 }));
    expect(error).toMatchObject({ name: 'SessionLostError', code: 'HO_ABORTED' });
    expect(error.message).toContain('got anywhere for 50 ms');
  });

  it('aborts what is not complete at its deadline', async () => {
    const server = await host({});
    const session = await guest(server.port);
    const error = await failureOf(session.close({ deadlineMs: 50 }));
    expect(error.message).toContain('50 ms after close()');
    expect(server.server.counters.connections).toBeLessThanOrEqual(1);
  });
});

describe('detach()', () => {
  it('leaves the session for the next process, which goes on with it', async () => {
    const store = new PlainStore();
    const server = await host({});
    const first = await guest(server.port, { store, name: 'a client' });
    await first.send('one');
    await first.detach();
    expect(await failureOf(first.closed)).toMatchObject({ code: 'HO_CLOSED' });
    const second = await guest(server.port, { store, name: 'a client' });
    expect(second.id).toBe(first.id);
    await second.send('two');
    void second.end();
    const other = await server.session();
    expect((await all(other)).map(({ data, maybeRepeated }) => [String(data), maybeRepeated])).toEqual([
      ['one', false],
      ['two', false],
    ]);
  });

  it('is refused without a store', async () => {
    const server = await host({});
    const session = await guest(server.port);
    await expect(session.detach()).rejects.toThrow(TypeError);
    expect(session.state).toBe('open');
  });

  it('differs from abort(), after which the store knows nothing', async () => {
    const store = new PlainStore();
    const server = await host({});
    const session = await guest(server.port, { store, name: 'a client' });
    session.abort();
    await failureOf(session.closed);
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.entries.size).toBe(0);
  });
});
