import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { GuardEvent, GuardOptions } from '../src/guard/guard-options.ts';
import { guard } from '../src/guard/guard.ts';
import { guardedConnect } from '../src/guard/guarded-connect.ts';
import { LoopWatch } from '../src/time/loop-watch.ts';
import { FakeClock } from './support/fake-clock.ts';
import { asSocket, KernelDouble, SocketDouble } from './support/kernel-double.ts';
import { deafPort, listening } from './support/listening.ts';
import { clientWithKey, serverWithKey } from './support/shared-key.ts';

/** Also of a socket that reports an error before. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

async function pair(): Promise<{ readonly ours: Socket; readonly theirs: Socket }> {
  const { port, accepted } = await listening();
  const ours = connect(port, '127.0.0.1');
  onTestFinished(() => void ours.destroy());
  await once(ours, 'connect');
  return { ours, theirs: await accepted() };
}

describe('how a guarded connection ended', () => {
  it('null: by this side, in order', async () => {
    const { ours, theirs } = await pair();
    const { ended } = guard(ours);
    theirs.on('end', () => theirs.end()).resume();
    ours.resume().end('bye');
    expect(await ended).toBeNull();
  });

  it('null: destroyed here, after everything was handed over', async () => {
    const { ours } = await pair();
    const { ended } = guard(ours);
    ours.end('bye', () => ours.destroy());
    expect(await ended).toBeNull();
  });

  it('HO_EOF: by the other side, in order', async () => {
    const { ours, theirs } = await pair();
    const { ended } = guard(ours);
    ours.resume().write('hello');
    await once(theirs, 'data');
    theirs.end();
    expect(await ended).toMatchObject({
      code: 'HO_EOF',
      phase: 'closing',
      endedBy: 'peer',
      delivered: 'maybe',
      bytesWritten: 5,
      address: '127.0.0.1',
    });
  });

  it('HO_RESET: by a reset', async () => {
    const { ours, theirs } = await pair();
    const { ended } = guard(ours);
    ours.resume();
    theirs.resetAndDestroy();
    const error = await ended;
    expect(error).toMatchObject({ code: 'HO_RESET', phase: 'open', delivered: 'no', syscall: 'read' });
    expect(error?.recent.at(-1)?.what).toContain('ECONNRESET');
  });

  it('HO_CLOSED: destroyed here, with something unsent', async () => {
    const { ours } = await pair();
    const { ended } = guard(ours);
    ours.write(Buffer.alloc(20_000_000));
    ours.destroy();
    expect(await ended).toMatchObject({ code: 'HO_CLOSED', endedBy: 'local', delivered: 'maybe' });
  });

  it('HO_ABORTED: killed, by a reset, with the error on the socket as well', async () => {
    const { ours, theirs } = await pair();
    const guarded = guard(ours);
    const reset = closed(theirs.resume());
    const errors: unknown[] = [];
    ours.on('error', (error) => errors.push(error));
    theirs.on('error', (error) => errors.push((error as { code?: string }).code));
    guarded.kill('no longer wanted');
    const error = await guarded.ended;
    expect(error).toMatchObject({ code: 'HO_ABORTED', endedBy: 'local' });
    expect(error?.message).toBe('killed: no longer wanted');
    await reset;
    expect(errors).toEqual([error, 'ECONNRESET']);
  });

  it('HO_ABORTED: by a signal, also of a connection that is still coming about', async () => {
    const { port } = await listening();
    const controller = new AbortController();
    const socket = connect(port, '127.0.0.1');
    const { ended } = guard(socket, { signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    expect(await ended).toMatchObject({ code: 'HO_ABORTED', phase: 'connect', delivered: 'no' });
  });

  it('HO_REFUSED: never connected; nobody listens for the error, and the process lives', async () => {
    const { ended } = guard(connect(await deafPort(), '127.0.0.1'));
    expect(await ended).toMatchObject({ code: 'HO_REFUSED', phase: 'connect', cause: 'conn-refused' });
  });

  it('at once when it has been over before', async () => {
    const { ours } = await pair();
    ours.destroy();
    await closed(ours);
    expect(await guard(ours).ended).toMatchObject({ code: 'HO_CLOSED' });
  });

  it('null: the guard was let go, and nothing of it is left', async () => {
    const { ours } = await pair();
    const before = ours.eventNames().map((name) => [name, ours.listenerCount(name)]);
    const clock = new FakeClock();
    const guarded = guard(ours, { clock, silence: { killAfterMs: 1000 }, stalledWriteMs: 1000 });
    expect(clock.timers).toBe(2);
    guarded.dispose();
    expect(await guarded.ended).toBeNull();
    expect(ours.eventNames().map((name) => [name, ours.listenerCount(name)])).toEqual(before);
    expect(clock.timers).toBe(0);
    expect(ours.destroyed).toBe(false);
  });
});

describe('guarded TLS', () => {
  it('is killed like any other', async () => {
    const server = createTlsServer(serverWithKey).listen(0, '127.0.0.1');
    const codes: unknown[] = [];
    server.on('secureConnection', (socket) =>
      socket.on('error', ({ code }: NodeJS.ErrnoException) => codes.push(code)),
    );
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const accepted = once(server, 'secureConnection') as Promise<[Socket]>;
    const { port } = server.address() as { port: number };
    const guarded = await guardedConnect({ host: '127.0.0.1', port, tls: clientWithKey() });
    const [theirs] = await accepted;
    const gone = closed(theirs.resume());
    guarded.kill();
    const error = await guarded.ended;
    expect(error?.code).toBe('HO_ABORTED');
    expect(error?.recent.map(({ what }) => what.split(' ')[0])).toEqual([
      'resolved',
      'connect',
      'connected',
      'secured',
    ]);
    await gone;
    expect(codes.every((code) => code === 'ECONNRESET')).toBe(true);
  });
});

describe('a guard’s judgement', () => {
  let clock: FakeClock;
  let watch: LoopWatch;
  let kernel: KernelDouble;
  let socket: SocketDouble;
  let events: GuardEvent[];

  beforeEach(() => {
    clock = new FakeClock();
    watch = new LoopWatch(clock);
    kernel = new KernelDouble();
    socket = new SocketDouble();
    events = [];
  });

  function watched(options: GuardOptions) {
    return guard(asSocket(socket), {
      keepAlive: false,
      clock,
      loopWatch: watch,
      kernel,
      onEvent: (event) => events.push(event),
      ...options,
    });
  }

  it('asks a silent peer, then kills it, with what the kernel knows', async () => {
    let asked = 0;
    const probe = (): void => void asked++;
    kernel.shows({ rttMs: 33 });
    const { ended } = watched({ silence: { probeAfterMs: 1000, killAfterMs: 3000, probe } });
    clock.advance(2999);
    expect(asked).toBe(1);
    expect(socket.destroyed).toBe(false);
    clock.advance(1);
    const error = await ended;
    expect(error).toMatchObject({
      code: 'HO_SILENT_PEER',
      cause: 'idle-frozen-peer',
      tcpInfo: { rttMs: 33 },
    });
    expect(kernel.resets).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(['probe', 'killed', 'ended']);
    expect(clock.timers).toBe(0);
  });

  it('does not count what is sent as a sign of life', async () => {
    const { ended } = watched({ silence: { killAfterMs: 3000 } });
    for (let at = 0; at < 3000; at += 100) {
      socket.bytesWritten += 10;
      clock.advance(100);
    }
    expect((await ended)?.code).toBe('HO_SILENT_PEER');
  });

  it('does not blame the peer for its own blocked event loop', () => {
    watched({ silence: { killAfterMs: 3000 } });
    for (let round = 0; round < 5; round++) {
      clock.advance(400);
      clock.block(30_000);
    }
    socket.bytesRead = 1;
    clock.advance(1000);
    expect(socket.destroyed).toBe(false);
    expect(events.map(({ type }) => type)).toContain('blocked');
  });

  it('reads what waits before it judges', () => {
    class ReadingClock extends FakeClock {
      override soon(callback: () => void): void {
        socket.bytesRead += 7;
        super.soon(callback);
      }
    }
    clock = new ReadingClock();
    watch = new LoopWatch(clock);
    watched({ silence: { killAfterMs: 3000 } });
    clock.advance(60_000);
    expect(socket.destroyed).toBe(false);
  });

  it('asks at once when the machine seems to have slept', () => {
    let asked = 0;
    watched({ silence: { probeAfterMs: 10_000, killAfterMs: 22_000, probe: () => void asked++ } });
    clock.advance(1000);
    clock.sleep(3_600_000);
    clock.advance(500);
    expect(asked).toBe(1);
    clock.advance(11_000);
    expect(socket.destroyed).toBe(false);
    clock.advance(1000);
    expect(socket.destroyed).toBe(true);
  });

  it('kills a peer that takes nothing, only if asked to', async () => {
    kernel.shows({ unackedSegments: 1, notSentBytes: 5000, ackedBytes: 77 });
    watched({});
    clock.advance(600_000);
    expect(socket.destroyed).toBe(false);
    const other = new SocketDouble();
    const impatient = guard(asSocket(other), { clock, loopWatch: watch, kernel, stalledWriteMs: 5000 });
    clock.advance(4000);
    expect(other.destroyed).toBe(false);
    clock.advance(3000);
    expect(await impatient.ended).toMatchObject({ code: 'HO_STALLED_WRITE' });
  });

  it('tells a reset that Node takes for the end of file', async () => {
    const { ended } = watched({});
    kernel.error = 'ECONNRESET';
    socket.push(null);
    socket.resume();
    expect(await ended).toMatchObject({ code: 'HO_RESET', syscall: 'read', errno: 'ECONNRESET' });
  });

  it('tells when the window shuts and opens', () => {
    watched({ userTimeoutMs: 3000 });
    kernel.shows({ peerWindowBytes: 0, notSentBytes: 10 });
    clock.advance(1000);
    kernel.shows({});
    clock.advance(1000);
    expect(events.map(({ type }) => type)).toEqual(['window-shut', 'window-open']);
  });

  it('has one timer, whatever it is asked to watch', () => {
    const timers = clock.timers;
    watched({ silence: { killAfterMs: 3000 }, stalledWriteMs: 5000 });
    // The other one is the watch over the event loop, which all guards share.
    expect(clock.timers - timers).toBe(2);
    guard(asSocket(new SocketDouble()), { clock, loopWatch: watch, kernel, silence: { killAfterMs: 3000 } });
    expect(clock.timers - timers).toBe(3);
  });
});
