import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RetryBudget, type SessionEvent, connect } from '../src/index.ts';
import { deafPort, listening } from './support/listening.ts';
import { PageClient } from './support/page-client.ts';
import { eager, echo, failureOf, guest, host, relayTo } from './support/peers.ts';

type Failed = Extract<SessionEvent, { type: 'attempt-failed' }>;

/** Collects attempts that failed; resolves when there are so many. */
function failures(): {
  readonly all: Failed[];
  readonly onEvent: (event: SessionEvent) => void;
  until(count: number): Promise<void>;
} {
  const all: Failed[] = [];
  const told: (() => void)[] = [];
  return {
    all,
    onEvent: (event) => {
      if (event.type === 'attempt-failed') all.push(event);
      for (const resolve of told.splice(0)) resolve();
    },
    async until(count) {
      while (all.length < count) await new Promise<void>((resolve) => told.push(resolve));
    },
  };
}

describe('connect()', () => {
  it('waits for a server that is not there yet', async () => {
    const port = await deafPort();
    const seen = failures();
    const session = guest(port, { onEvent: seen.onEvent });
    await seen.until(3);
    await host({ port, onSession: echo });
    await (await session).send('x');
    expect(seen.all.every(({ error }) => error.code === 'HO_REFUSED')).toBe(true);
    expect(seen.all.map(({ attempt }) => attempt).slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('tells what a stranger says, and nothing that a terminal would obey', async () => {
    const stranger = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(Buffer.from('SSH-2.0-\u009b31mx\u001b]0;y\u0007 and more', 'latin1'));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const error = await failureOf(guest(port, { establishMs: 0 }));
    expect(error.code).toBe('HO_PROTOCOL');
    expect(error.message).toContain('which began with "SSH-2.0-.31mx.]0;y. and ');
  });

  it('gives up when it was told to', async () => {
    const error = await failureOf(guest(await deafPort(), { establishMs: 40 }));
    expect(error).toMatchObject({ code: 'HO_GAVE_UP', delivered: 'no', errno: 'ECONNREFUSED' });
  });

  it('tries once with establishMs 0', async () => {
    const seen = failures();
    const error = await failureOf(guest(await deafPort(), { establishMs: 0, onEvent: seen.onEvent }));
    expect(error).toMatchObject({ code: 'HO_REFUSED' });
    expect(seen.all).toMatchObject([{ retryInMs: null }]);
  });

  it.each([
    [{ port: 70_000 }, 'port'],
    [{ port: 1, heartbeatMs: 10 }, 'heartbeatMs'],
    [{ port: 1, windowBytes: 0 }, 'windowBytes'],
    [{ port: 1, graceMs: Number.NaN }, 'graceMs'],
    [{ port: 1, profile: 'slow' as never }, 'profile'],
    [{ servers: [] }, 'port'],
  ])('names the option of %j that makes no sense', async (options, name) => {
    await expect(connect(options)).rejects.toThrow(name);
  });

  it('does not try again what cannot get better', async () => {
    const { port, accepted } = await listening();
    const begun = guest(port);
    (await accepted()).write('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await failureOf(begun)).toMatchObject({ code: 'HO_PROTOCOL' });
  });

  it('has a deadline for every attempt', async () => {
    const { port, server } = await listening();
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const seen = failures();
    const session = failureOf(guest(port, { connectMs: 30, establishMs: 1000, onEvent: seen.onEvent }));
    await seen.until(2);
    expect(connections).toBeGreaterThanOrEqual(2);
    expect(seen.all[0]!.error.code).toBe('HO_HANDSHAKE_TIMEOUT');
    expect(await session).toMatchObject({ code: 'HO_GAVE_UP' });
  });

  it('counts credentials that do not come into the deadline', async () => {
    const server = await host({});
    let asked = 0;
    const session = await guest(server.port, {
      connectMs: 300,
      credentials: () => {
        asked += 1;
        return asked === 1 ? new Promise(() => undefined) : Promise.resolve('token');
      },
    });
    expect(session.state).toBe('open');
    expect(asked).toBeGreaterThan(1);
  });

  it('asks for credentials before every connection, and bears that there are none', async () => {
    const shown: string[] = [];
    const server = await host({
      authenticate: ({ credentials }) => {
        shown.push(credentials.toString());
        return 'somebody';
      },
    });
    const relay = await relayTo(server.port);
    let asked = 0;
    const session = await guest(relay.port, {
      credentials: async () => {
        asked += 1;
        if (asked === 2) throw new Error('no token today');
        return `token ${asked}`;
      },
    });
    relay.cut();
    await relay.accepted(2);
    await session.send('x');
    while (session.counters.connections < 2 || session.state !== 'open') await new Promise(setImmediate);
    expect(shown).toEqual(['token 1', 'token 3']);
  });

  it('tries several servers in turn', async () => {
    const server = await host({ onSession: echo });
    const servers = [
      { host: '127.0.0.1', port: await deafPort() },
      { host: '127.0.0.1', port: server.port },
    ];
    const session = await connect({ ...eager, servers });
    expect(session.counters.attempts).toBe(2);
    await session.close();
  });
});

describe('an AbortSignal', () => {
  it('that is aborted already leaves no connection', async () => {
    const server = await host({});
    const error = await failureOf(guest(server.port, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'HO_ABORTED', endedBy: 'local' });
    expect(server.sessions).toEqual([]);
  });

  it('ends the wait between attempts', async () => {
    const control = new AbortController();
    const seen = failures();
    const session = failureOf(
      guest(await deafPort(), {
        signal: control.signal,
        backoff: { baseMs: 60_000, capMs: 60_000 },
        onEvent: seen.onEvent,
      }),
    );
    await seen.until(1);
    control.abort();
    expect(await session).toMatchObject({ code: 'HO_ABORTED' });
  });

  it('ends a handshake, and the connection with it', async () => {
    const { port, accepted } = await listening();
    const control = new AbortController();
    const session = failureOf(guest(port, { signal: control.signal }));
    const socket = await accepted();
    const closed = Promise.race([once(socket.resume(), 'close'), once(socket, 'end')]);
    control.abort();
    expect(await session).toMatchObject({ code: 'HO_ABORTED' });
    await closed;
  });

  it('in a handshake leaves no session that is open after its end', async () => {
    const control = new AbortController();
    let answer!: (identity: string) => void;
    let asked!: () => void;
    const waits = new Promise<void>((resolve) => (asked = resolve));
    const server = await host({
      authenticate: () => {
        asked();
        return new Promise((resolve) => (answer = resolve));
      },
    });
    const states: string[] = [];
    const session = failureOf(
      guest(server.port, {
        signal: control.signal,
        onEvent: (event) => {
          if (event.type === 'state') states.push(event.to);
        },
      }),
    );
    await waits;
    control.abort();
    expect(await session).toMatchObject({ code: 'HO_ABORTED' });
    await server.refusals(1);
    answer('somebody');
    await new Promise((resolve) => setImmediate(resolve));
    expect(states).toEqual(['closed']);
    expect(server.server.counters.sessions).toBe(0);
  });

  it('ends the session later', async () => {
    const server = await host({});
    const control = new AbortController();
    const session = await guest(server.port, { signal: control.signal });
    control.abort();
    expect(await failureOf(session.closed)).toMatchObject({ code: 'HO_ABORTED' });
    expect(await failureOf((await server.session()).closed)).toMatchObject({ code: 'HO_PEER_ABORTED' });
  });
});

describe('the wait between attempts', () => {
  it('is no shorter than the server asks for', async () => {
    const server = await host({ limits: { connections: 1 } });
    const other = new PageClient(server.port);
    await other.heard('CHALLENGE');
    const seen = failures();
    const control = new AbortController();
    const session = failureOf(guest(server.port, { onEvent: seen.onEvent, signal: control.signal }));
    await seen.until(1);
    expect(seen.all[0]!.error).toMatchObject({ code: 'HO_LIMIT', retryAfterMs: 1000 });
    expect(seen.all[0]!.retryInMs).toBeGreaterThanOrEqual(1000);
    expect(seen.all[0]!.retryInMs).toBeLessThanOrEqual(1500);
    control.abort();
    await session;
    other.socket.destroy();
  });

  it.each([
    ['grows while connections die young', 60_000, 30, 5000],
    ['stays short when they have lived', 0, 0, 30],
  ])('%s', async (_, minUptimeMs, least, most) => {
    const server = await host({});
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, {
      minUptimeMs,
      backoff: { baseMs: 1, capMs: 64 },
      random: () => 0.999,
      retryBudget: new RetryBudget({ burst: 1000, perSecond: 1000 }),
    });
    const waits: number[] = [];
    for (let count = 2; count <= 7; count += 1) {
      const begun = performance.now();
      relay.cut();
      await relay.accepted(count);
      waits.push(performance.now() - begun);
      while (session.counters.connections < count || session.state !== 'open')
        await new Promise((resolve) => setImmediate(resolve));
    }
    expect(waits[5]).toBeGreaterThan(least);
    expect(Math.min(...waits.slice(3))).toBeLessThan(most);
  });

  it('is as long as a shared budget says, too', async () => {
    const port = await deafPort();
    const seen = failures();
    const retryBudget = new RetryBudget({ burst: 2, perSecond: 0.001 });
    const control = new AbortController();
    const session = failureOf(guest(port, { retryBudget, onEvent: seen.onEvent, signal: control.signal }));
    await seen.until(3);
    expect(seen.all[2]!.retryInMs).toBeGreaterThan(100_000);
    control.abort();
    await session;
  });
});

it('a server that takes the port twice says so', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const error = await failureOf(host({ port }));
  expect(error.code).toMatch(/^HO_/u);
  blocker.close();
});
