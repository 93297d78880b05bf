import { describe, expect, it } from 'vitest';
import { SessionLostError, type Session } from '../src/index.ts';
import { all, eager, echo, failureOf, guest, host, relayTo } from './support/peers.ts';

/** What a session was lost with. */
async function loss(session: Session): Promise<SessionLostError> {
  const error = await failureOf(session.closed);
  expect(error).toBeInstanceOf(SessionLostError);
  return error as unknown as SessionLostError;
}

const fates = ({ uncertain }: SessionLostError): (readonly [number, string, string])[] =>
  uncertain.map(({ seq, data, delivered }) => [seq, data.toString(), delivered] as const);

describe('a server that has lost its state', () => {
  it('is told by the client, with every message of uncertain fate', async () => {
    const first = await host({
      onSession: (session) => session.consume(({ seq }) => seq < 3 || new Promise(() => undefined)),
    });
    const relay = await relayTo(first.port);
    const session = await guest(relay.port, { windowBytes: 1000 });
    for (const one of ['a', 'b']) await session.send(one);
    await session.flush();
    const other = await first.session();
    for (const one of ['c', 'd']) await session.send(one);
    // Written, surely: the server has them.
    while (other.counters.receivedMessages < 4) await new Promise(setImmediate);
    relay.refuse();
    relay.cut();
    await relay.accepted(2);
    await session.send('e');
    const second = await host({ onSession: echo });
    relay.redirect(second.port);
    relay.heal();
    const lost = await loss(session);
    expect(lost).toMatchObject({ code: 'HO_UNKNOWN_SESSION', delivered: 'maybe', retryable: false });
    expect(fates(lost)).toEqual([
      [3, 'c', 'maybe'],
      [4, 'd', 'maybe'],
      [5, 'e', 'no'],
    ]);
    expect(session.state).toBe('closed');
    expect(await second.refusals(1)).toEqual(['HO_UNKNOWN_SESSION']);
    expect(second.sessions).toHaveLength(0);
    await expect(session.send('f')).rejects.toMatchObject({ code: 'HO_UNKNOWN_SESSION', delivered: 'no' });
    await expect(session.flush()).rejects.toMatchObject({ code: 'HO_UNKNOWN_SESSION' });
    await expect(session.end()).rejects.toMatchObject({ code: 'HO_UNKNOWN_SESSION' });
    await expect(all(session)).rejects.toBe(lost);
    await expect(session.peerEnded).rejects.toBe(lost);
  });

  it('is no matter to messages that were acknowledged', async () => {
    const first = await host({ onSession: echo });
    const relay = await relayTo(first.port);
    const session = await guest(relay.port);
    await session.send('a');
    await session.flush();
    relay.redirect((await host({ onSession: echo })).port);
    relay.cut();
    const lost = await loss(session);
    expect(lost).toMatchObject({ code: 'HO_UNKNOWN_SESSION', delivered: 'yes', uncertain: [] });
  });

  it('rejects who waits for room, and says that it was not sent', async () => {
    const first = await host({});
    const relay = await relayTo(first.port);
    const session = await guest(relay.port, { sendBufferBytes: 100 });
    await session.send(Buffer.alloc(80));
    const waiting = failureOf(session.send(Buffer.alloc(50)));
    relay.redirect((await host({})).port);
    relay.cut();
    expect((await loss(session)).uncertain).toHaveLength(1);
    expect(await waiting).toMatchObject({ code: 'HO_UNKNOWN_SESSION', delivered: 'no' });
  });
});

describe('patience', () => {
  it('of a server ends when its client stays away', async () => {
    const server = await host({ offlineMs: 30 });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, {
      backoff: { baseMs: 60_000, capMs: 60_000 },
      random: () => 0.5,
    });
    const other = await server.session();
    await other.send('lost');
    relay.cut();
    const lost = await loss(other);
    expect(lost.code).toBe('HO_GAVE_UP');
    expect(fates(lost)).toEqual([[1, 'lost', 'maybe']]);
    expect(server.server.counters.sessions).toBe(0);
    session.abort();
  });

  it('of a client ends when the server stays away', async () => {
    const server = await host({});
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, { offlineMs: 50, sendBufferBytes: 1000 });
    relay.refuse();
    relay.cut();
    await relay.accepted(2);
    await session.send('never written');
    const lost = await loss(session);
    expect(lost.code).toBe('HO_GAVE_UP');
    expect(fates(lost)).toEqual([[1, 'never written', 'no']]);
    const { attempts } = session.counters;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(session.counters.attempts).toBe(attempts);
  });

  it('of a client begins anew with every connection', async () => {
    const server = await host({ onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, { offlineMs: 5000, ...eager });
    for (let count = 2; count < 6; count += 1) {
      relay.cut();
      await relay.accepted(count);
      await session.send('x');
      await session.flush();
    }
    expect(session.state).toBe('open');
  });
});

describe('abort', () => {
  it('by the client is known to the server at once', async () => {
    const server = await host({});
    const session = await guest(server.port);
    const other = await server.session();
    await other.send('from the server');
    session.abort('enough');
    expect(await loss(session)).toMatchObject({ code: 'HO_ABORTED', endedBy: 'local', uncertain: [] });
    const lost = await loss(other);
    expect(lost).toMatchObject({ code: 'HO_PEER_ABORTED', endedBy: 'peer' });
    expect(lost.message).toContain('enough');
    expect(fates(lost)).toEqual([[1, 'from the server', 'maybe']]);
    expect(server.server.counters.sessions).toBe(0);
  });

  it('by the server is known to the client at once', async () => {
    const server = await host({});
    const session = await guest(server.port);
    await session.send('from the client');
    const other = await server.session();
    other.abort('enough');
    expect(await loss(other)).toMatchObject({ code: 'HO_ABORTED', uncertain: [] });
    const lost = await loss(session);
    expect(lost).toMatchObject({ code: 'HO_PEER_ABORTED', endedBy: 'peer' });
    expect(fates(lost).map(([seq]) => seq)).toEqual([1]);
    expect(server.server.counters.sessions).toBe(0);
  });

  it('by the server in onSession leaves nothing behind', async () => {
    const server = await host({ onSession: (session) => session.abort('not you') });
    const error = await failureOf(guest(server.port, { establishMs: 200 }));
    expect(error).toMatchObject({ code: 'HO_PEER_ABORTED' });
    const [other] = server.sessions;
    expect(other!.state).toBe('closed');
    expect(server.server.counters.sessions).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('happens when onSession %s', async (_, onSession) => {
    const server = await host({ onSession });
    const error = await failureOf(guest(server.port).then((session) => session.closed));
    expect(error).toMatchObject({ code: 'HO_PEER_ABORTED' });
    expect(error.message).not.toContain('broken');
    const own = await loss(await server.session());
    expect(own).toMatchObject({ code: 'HO_ABORTED', message: expect.stringContaining('broken') });
    await server.until(() => server.server.counters.sessions === 0);
  });

  it('happens at the deadline of close()', async () => {
    const server = await host({});
    const session = await guest(server.port);
    await session.send('nobody reads this');
    expect(await failureOf(session.close({ deadlineMs: 30 }))).toMatchObject({
      code: 'HO_ABORTED',
      delivered: 'maybe',
    });
    expect(await loss(await server.session())).toMatchObject({ code: 'HO_PEER_ABORTED' });
  });
});
