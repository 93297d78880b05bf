/** What a program hands over to be called must not disable what calls it, whatever it throws or does. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { once } from 'node:events';
import { dial } from '../src/dial/dial.ts';
import { guard } from '../src/guard/guard.ts';
import { guardedConnect } from '../src/guard/guarded-connect.ts';
import { LoopWatch } from '../src/time/loop-watch.ts';
import { FakeClock } from './support/fake-clock.ts';
import { asSocket, KernelDouble, SocketDouble } from './support/kernel-double.ts';
import { deafPort, listening } from './support/listening.ts';
import { collectUncaught } from './support/uncaught.ts';

function fails(): void {
  throw new Error('the listener failed');
}

const messages = (uncaught: readonly unknown[]): unknown[] =>
  uncaught.map((error) => (error as Error).message);

/** Uncaught errors are reported after the microtasks of this turn. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function silent(probe?: () => void, onEvent?: () => void) {
  const clock = new FakeClock();
  const kernel = new KernelDouble();
  const socket = new SocketDouble();
  const { ended } = guard(asSocket(socket), {
    keepAlive: false,
    clock,
    loopWatch: new LoopWatch(clock),
    kernel,
    silence: { probeAfterMs: 1000, killAfterMs: 3000, ...(probe === undefined ? {} : { probe }) },
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  return { clock, kernel, socket, ended };
}

describe('a guard whose listener throws', () => {
  it('resets what it has given up, and says how it ended', async () => {
    const uncaught = collectUncaught();
    const { clock, kernel, socket, ended } = silent(undefined, fails);
    clock.advance(3000);
    expect([socket.destroyed, kernel.resets]).toEqual([true, 1]);
    expect((await ended)?.code).toBe('HO_SILENT_PEER');
    await turn();
    expect(messages(uncaught)).toEqual(Array(3).fill('the listener failed'));
  });

  it('goes on to judge when the probe throws', async () => {
    const uncaught = collectUncaught();
    const { clock, ended } = silent(fails);
    clock.advance(3000);
    expect((await ended)?.code).toBe('HO_SILENT_PEER');
    expect(messages(uncaught)).toEqual(['the listener failed']);
  });

  it('has reset the socket before it says so', () => {
    const seen: boolean[] = [];
    const { clock, socket } = silent(undefined, () => seen.push(socket.destroyed));
    clock.advance(3000);
    expect(seen).toEqual([false, true]);
  });
});

describe('dial with a listener that throws', () => {
  it('connects all the same', async () => {
    const uncaught = collectUncaught();
    const { port } = await listening();
    const socket = await dial({ host: '127.0.0.1', port, onEvent: fails });
    onTestFinished(() => void socket.destroy());
    const guarded = await guardedConnect({ host: '127.0.0.1', port, onEvent: fails });
    onTestFinished(() => void guarded.socket.destroy());
    await turn();
    expect(messages(uncaught)).toEqual(Array(6).fill('the listener failed'));
  });

  it('fails for the reason there is', async () => {
    collectUncaught();
    const dialling = dial({ host: '127.0.0.1', port: await deafPort(), onEvent: fails });
    await expect(dialling).rejects.toMatchObject({ code: 'HO_REFUSED' });
  });
});

describe('dial called off by its own listener', () => {
  it.each(['attempt', 'attempt-failed', 'connected'])(
    'leaves no socket and no timer: at %s',
    async (type) => {
      const { port, accepted } = await listening();
      const clock = new FakeClock();
      const controller = new AbortController();
      const types: string[] = [];
      const dialling = dial({
        host: 'two.test',
        port: type === 'attempt-failed' ? await deafPort() : port,
        tls: true,
        lookup: (_host, _options, callback) =>
          callback(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '127.0.0.2', family: 4 },
          ]),
        clock,
        signal: controller.signal,
        onEvent: (event) => {
          types.push(event.type);
          if (event.type === type) controller.abort();
        },
      });
      await expect(dialling).rejects.toMatchObject({ code: 'HO_ABORTED' });
      expect(types.at(-1)).toBe(type);
      expect(clock.timers).toBe(0);
      if (type === 'connected') await once((await accepted()).resume(), 'end');
    },
  );
});
