import { once } from 'node:events';
import { type Socket, connect as connectSocket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Applicant, Session } from '../src/index.ts';
import { PageClient, newOwner } from './support/page-client.ts';
import { all, echo, failureOf, guest, host, type Host } from './support/peers.ts';

/** A connection that speaks no protocol at all. */
async function stranger(port: number): Promise<Socket> {
  const socket = connectSocket(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket.resume();
}

function speaker(port: number): PageClient {
  const client = new PageClient(port);
  onTestFinished(() => void client.socket.destroy());
  return client;
}

/** A session that was there before, and must not notice anything. */
async function bystander(
  { port }: Host,
  secret: string | null = 'known',
): Promise<{ readonly session: Session; unharmed(): Promise<void> }> {
  const session = await guest(port, {
    ...(secret !== null && { secret }),
    credentials: 'bystander',
  });
  return {
    session,
    async unharmed() {
      await session.send('still here');
      void session.end();
      expect(await all(session)).toHaveLength(1);
      await session.closed;
      expect(session.counters.connections).toBe(1);
    },
  };
}

describe('what is no session protocol is refused, and nobody else notices', () => {
  it.each([
    ['an HTTP request', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'HO_PROTOCOL'],
    ['a TLS ClientHello', Buffer.from('16030100c8010000c40303', 'hex'), 'HO_PROTOCOL'],
    ['zeros', Buffer.alloc(1000), 'HO_PROTOCOL'],
    ['a frame of 16 MB', Buffer.from([2, 255, 255, 255]), 'HO_PROTOCOL'],
    ['a message before the handshake', Buffer.from([16, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 65]), 'HO_PROTOCOL'],
    ['a PING before the handshake', Buffer.from([48, 0, 0, 4, 0, 0, 0, 0]), 'HO_PROTOCOL'],
    ['a HELLO of another kind', Buffer.from([2, 0, 0, 8, 72, 69, 76, 79, 1, 0, 0, 0]), 'HO_PROTOCOL'],
    ['a HELLO of version 9', Buffer.from([2, 0, 0, 8, 72, 79, 80, 78, 9, 0, 0, 0]), 'HO_VERSION'],
    ['a HELLO of version 0', Buffer.from([2, 0, 0, 8, 72, 79, 80, 78, 0, 0, 0, 0]), 'HO_VERSION'],
  ])('%s', async (_, bytes, code) => {
    const server = await host({ secret: 'known', onSession: echo });
    const before = await bystander(server);
    const socket = await stranger(server.port);
    socket.write(bytes);
    await once(socket, 'end');
    expect(await server.refusals(1)).toEqual([code]);
    expect(server.server.counters).toMatchObject({
      refused: { [code]: 1 },
      sessions: 1,
      admitted: 1,
    });
    await before.unharmed();
  });

  it.each([
    ['the end of the connection at once', ''],
    ['the end of the connection within a frame', Buffer.from([2, 0, 1])],
  ])('%s', async (_, bytes) => {
    const server = await host({ onSession: echo });
    const socket = await stranger(server.port);
    socket.end(bytes);
    expect(await server.refusals(1)).toEqual(['HO_EOF']);
  });

  it('silence, and a HELLO of one byte now and then, until the deadline', async () => {
    const server = await host({ limits: { handshakeMs: 60 } });
    const [silent, slow] = await Promise.all([stranger(server.port), stranger(server.port)]);
    slow.write(Buffer.from([2, 0, 0, 200]));
    const drip = setInterval(() => slow.write(Buffer.from([0])), 10);
    onTestFinished(() => clearInterval(drip));
    await Promise.all([once(silent, 'end'), once(slow, 'end')]);
    expect(await server.refusals(2)).toEqual(['HO_HANDSHAKE_TIMEOUT', 'HO_HANDSHAKE_TIMEOUT']);
  });
});

describe('who may not take part', () => {
  it('does not know the secret', async () => {
    const server = await host({ secret: 'known', onSession: echo });
    const before = await bystander(server);
    for (const secret of ['guessed', undefined]) {
      const begun = performance.now();
      const error = await failureOf(guest(server.port, secret === undefined ? {} : { secret }));
      expect(error).toMatchObject({ code: 'HO_NOT_AUTHENTIC', retryable: false });
      expect(performance.now() - begun).toBeLessThan(2000);
    }
    expect(await server.refusals(2)).toEqual(['HO_NOT_AUTHENTIC', 'HO_NOT_AUTHENTIC']);
    await before.unharmed();
  });

  it('is a server that does not know the secret', async () => {
    const server = await host({ onSession: echo });
    expect(await failureOf(guest(server.port, { secret: 'known' }))).toMatchObject({
      code: 'HO_NOT_AUTHENTIC',
      endedBy: 'local',
    });
  });

  it('knows id and public key of a session, but not its private key', async () => {
    const server = await host({ onSession: echo });
    const victim = newOwner();
    const first = speaker(server.port);
    await first.open(victim);
    const thief = speaker(server.port);
    thief.socket.write(
      await thief.hello(
        { publicKey: victim.publicKey, privateKey: newOwner().privateKey },
        { flags: 1, epoch: 99 },
      ),
    );
    expect(await thief.refusal()).toBe(3);
    expect(await server.refusals(1)).toEqual(['HO_NOT_AUTHENTIC']);
    first.send('DATA', { seq: 1, payload: '61' });
    expect(await first.until('DATA')).toMatchObject({ seq: 1 });
    expect(server.sessions).toHaveLength(1);
  });

  it('shows what is not accepted', async () => {
    const seen: Applicant[] = [];
    const server = await host({
      onSession: echo,
      authenticate: (applicant) => {
        seen.push(applicant);
        return applicant.credentials.toString() === 'bystander' ? 'somebody' : null;
      },
    });
    const before = await bystander(server, null);
    expect(server.sessions[0]!.identity).toBe('somebody');
    expect(await failureOf(guest(server.port, { credentials: 'wrong' }))).toMatchObject({
      code: 'HO_NOT_AUTHENTIC',
    });
    expect(await server.refusals(1)).toEqual(['HO_NOT_AUTHENTIC']);
    expect(seen[0]).toMatchObject({ sessionId: before.session.id, address: '127.0.0.1' });
    await before.unharmed();
  });

  it('is everybody when authenticate forgets to answer', async () => {
    const server = await host({ authenticate: (() => undefined) as never });
    expect(await failureOf(guest(server.port))).toMatchObject({ code: 'HO_NOT_AUTHENTIC' });
    expect(server.sessions).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('the password of the database is 1234');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the password of the database is 1234'))],
  ])('is not told why authenticate %s, but to come again', async (_, fails) => {
    const server = await host({ authenticate: fails });
    const client = speaker(server.port);
    client.socket.write(await client.hello(newOwner()));
    const { name, fields } = (await client.next())!;
    expect([name, fields['reason'], fields['text']]).toEqual(['BYE', 11, '']);
    expect(fields['retryAfterMs']).toBeGreaterThan(0);
    const told = server.events.flatMap((event) => (event.type === 'refused' ? event.error.message : []));
    expect(told[0]).toContain('1234');
  });

  it('waits for an authenticate that never answers, until the deadline', async () => {
    const server = await host({
      limits: { handshakeMs: 50 },
      authenticate: () => new Promise(() => undefined),
    });
    const error = await failureOf(guest(server.port, { establishMs: 0 }));
    expect(error).toMatchObject({ code: 'HO_LIMIT' });
    expect(await server.refusals(1)).toEqual(['HO_HANDSHAKE_TIMEOUT']);
    expect(server.server.counters.sessions).toBe(0);
  });

  it('is somebody else than the one who began the session', async () => {
    const server = await host({ onSession: echo, authenticate: ({ credentials }) => credentials.toString() });
    const owner = newOwner();
    const one = speaker(server.port);
    await one.open(owner, { credentialsBytes: 1, credentials: '61' });
    expect(server.sessions[0]!.identity).toBe('a');
    const two = speaker(server.port);
    two.socket.write(await two.hello(owner, { flags: 1, epoch: 2, credentialsBytes: 1, credentials: '62' }));
    expect(await two.refusal()).toBe(3);
    one.send('DATA', { seq: 1, payload: '61' });
    expect(await one.until('DATA')).toMatchObject({ seq: 1 });
  });
});

describe('who overdoes it', () => {
  it('with connections is told to come back later', async () => {
    const server = await host({ limits: { connections: 3 } });
    const first = await guest(server.port);
    await Promise.all([stranger(server.port), stranger(server.port)]);
    expect(await failureOf(guest(server.port, { establishMs: 0 }))).toMatchObject({
      code: 'HO_LIMIT',
      retryable: true,
      retryAfterMs: expect.any(Number),
    });
    expect(first.state).toBe('open');
    expect(server.server.counters.connections).toBe(3);
    expect(await server.refusals(1)).toEqual(['HO_LIMIT']);
  });

  it('with very many connections is not even told', async () => {
    const server = await host({ limits: { connections: 1 } });
    const told = new Set<Socket>();
    for (let count = 0; count < 600; count += 1) {
      const socket = connectSocket({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined).on('data', () => told.add(socket));
      onTestFinished(() => void socket.destroy());
    }
    const codes = await server.refusals(599);
    expect(new Set(codes)).toEqual(new Set(['HO_LIMIT']));
    expect(told.size).toBeLessThan(599);
    expect(server.server.counters.connections).toBe(1);
  });

  it('with connections from one address', async () => {
    const server = await host({ limits: { connectionsPerAddress: 2 } });
    const sockets = [await stranger(server.port), await stranger(server.port)];
    expect(await failureOf(guest(server.port, { establishMs: 0 }))).toMatchObject({ code: 'HO_LIMIT' });
    for (const socket of sockets) socket.destroy();
    await server.refusals(3);
    await guest(server.port);
  });

  it('with sessions: those that exist go on', async () => {
    const server = await host({ limits: { sessions: 1 }, onSession: echo });
    const before = await guest(server.port);
    expect(await failureOf(guest(server.port, { establishMs: 0 }))).toMatchObject({ code: 'HO_LIMIT' });
    await before.send('x');
    await before.flush();
    expect(await server.refusals(1)).toEqual(['HO_LIMIT']);
    before.abort();
    await server.until(() => server.server.counters.sessions === 0);
    await guest(server.port);
  });

  it('with sessions that it opens and leaves', async () => {
    const server = await host({ limits: { sessionsPerAddress: 2 }, onSession: echo });
    const [one, two] = [await guest(server.port), await guest(server.port)];
    expect(await failureOf(guest(server.port, { establishMs: 0 }))).toMatchObject({ code: 'HO_LIMIT' });
    one.abort();
    await server.until(() => server.server.counters.sessions === 1);
    await guest(server.port);
    await two.send('x');
    await two.flush();
  });

  it('with half handshakes loses the oldest of them', async () => {
    const server = await host({ limits: { handshakes: 20 }, onSession: echo });
    const before = await guest(server.port);
    for (let count = 0; count < 500; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => stranger(server.port)));
    }
    await server.refusals(480);
    expect(server.server.counters).toMatchObject({
      handshakes: 20,
      refused: { HO_LIMIT: 480 },
    });
    // Somebody with a proof gets through the crowd.
    const late = await guest(server.port);
    await Promise.all([before.send('x'), late.send('y')]);
    await Promise.all([before.flush(), late.flush()]);
  });

  it('with messages, and never reads what it is answered, fills no memory with acknowledgements', async () => {
    const server = await host({ onSession: (session) => session.consume(() => undefined) });
    const client = speaker(server.port);
    await client.open(newOwner());
    client.socket.pause();
    const other = await server.session();
    const frames = Buffer.alloc(12 * 5000);
    for (let round = 0; round < 60; round += 1) {
      for (let at = 0; at < 5000; at += 1) {
        frames.writeUInt32BE(0x10_00_00_08, at * 12);
        frames.writeUInt32BE(0, at * 12 + 4);
        frames.writeUInt32BE(round * 5000 + at + 1, at * 12 + 8);
      }
      if (!client.socket.write(Buffer.from(frames))) await once(client.socket, 'drain');
    }
    while (other.counters.receivedMessages < 300_000) await new Promise(setImmediate);
    expect(other.counters.unprocessedMessages).toBe(0);
    expect(other.state).toBe('open');
  });
});
