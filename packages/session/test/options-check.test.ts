import { describe, expect, it, onTestFinished } from 'vitest';
import { Socket } from 'node:net';
import { dial } from '../src/dial/dial.ts';
import type { DialOptions } from '../src/dial/dial-options.ts';
import type { GuardOptions } from '../src/guard/guard-options.ts';
import { guard } from '../src/guard/guard.ts';
import { guardedConnect } from '../src/guard/guarded-connect.ts';

const silence = { killAfterMs: 300 };
const keepAlive = { idleMs: 1000, intervalMs: 1000, count: 3 };

const guardMistakes: ReadonlyArray<readonly [options: unknown, error: typeof Error, message: string]> = [
  [null, TypeError, 'options: null'],
  [{ silence: {} }, TypeError, 'silence.killAfterMs: missing; a number from 1 to 2147483647 is needed'],
  [{ silence: false }, TypeError, 'silence: false is a boolean; an object with killAfterMs is needed'],
  [{ silence: { killAfterMs: 'x' } }, TypeError, 'silence.killAfterMs: "x" is a string'],
  [{ silence: { killAfterMs: Number.NaN } }, RangeError, 'silence.killAfterMs: NaN'],
  [{ silence: { ...silence, probeAfterMs: 500 } }, RangeError, 'silence.probeAfterMs: 500; less than'],
  [{ silence: { ...silence, probeAfterMs: 300 } }, RangeError, 'silence.probeAfterMs: 300; less than'],
  [{ silence: { ...silence, probeAfterMs: '1' } }, TypeError, 'silence.probeAfterMs: "1" is a string'],
  [{ silence: { ...silence, probe: 5 } }, TypeError, 'silence.probe: 5 is a number; a function is needed'],
  [{ stalledWriteMs: 'x' }, TypeError, 'stalledWriteMs: "x" is a string'],
  [{ stalledWriteMs: 0 }, RangeError, 'stalledWriteMs: 0; a number from 1 to 2147483647, or false is needed'],
  [{ userTimeoutMs: 'x' }, TypeError, 'userTimeoutMs: "x" is a string'],
  [{ userTimeoutMs: Number.POSITIVE_INFINITY }, RangeError, 'userTimeoutMs: Infinity'],
  [{ keepAlive: true }, TypeError, 'keepAlive: true is a boolean'],
  [{ keepAlive: {} }, TypeError, 'keepAlive.idleMs: missing'],
  [{ keepAlive: { ...keepAlive, idleMs: Number.NaN } }, RangeError, 'keepAlive.idleMs: NaN'],
  [{ keepAlive: { ...keepAlive, intervalMs: '5' } }, TypeError, 'keepAlive.intervalMs: "5" is a string'],
  [{ keepAlive: { ...keepAlive, count: 2.5 } }, RangeError, 'keepAlive.count: 2.5; a whole number'],
  [{ onEvent: 'log' }, TypeError, 'onEvent: "log" is a string'],
  [{ signal: {} }, TypeError, 'signal: an object; an AbortSignal is needed'],
];

describe('guard', () => {
  it.each(guardMistakes)('refuses %o', (options, error, message) => {
    const socket = new Socket();
    onTestFinished(() => void socket.destroy());
    const listeners = socket.listenerCount('error');
    const attempt = (): unknown => guard(socket, options as GuardOptions);
    expect(attempt).toThrow(error);
    expect(attempt).toThrow(message);
    expect(socket.listenerCount('error')).toBe(listeners);
  });

  it('takes what makes sense', () => {
    const socket = new Socket();
    onTestFinished(() => void socket.destroy());
    guard(socket, { silence: { ...silence, probeAfterMs: 100 }, keepAlive, stalledWriteMs: false }).dispose();
    guard(socket, { keepAlive: false, userTimeoutMs: false, stalledWriteMs: 1.5 }).dispose();
  });

  it('refuses before it connects', async () => {
    let asked = false;
    const lookup = (): void => {
      asked = true;
    };
    const options = { host: 'a.test', port: 9, lookup, stalledWriteMs: 'x' as never };
    await expect(guardedConnect(options)).rejects.toThrow('stalledWriteMs: "x" is a string');
    expect(asked).toBe(false);
  });
});

const place = { host: '127.0.0.1', port: 9 };
const port = 'a whole number from 1 to 65535 is needed';

const dialMistakes: ReadonlyArray<readonly [options: unknown, error: typeof Error, message: string]> = [
  [undefined, TypeError, 'options: missing; an object with host and port is needed'],
  [{ port: 9 }, TypeError, 'host: missing'],
  [{ ...place, host: 5 }, TypeError, 'host: 5 is a number'],
  [{ ...place, host: '' }, RangeError, 'host: ""'],
  [{ host: '127.0.0.1' }, TypeError, `port: missing; ${port}`],
  [{ ...place, port: '80' }, TypeError, `port: "80" is a string; ${port}`],
  [{ ...place, port: 65_536 }, RangeError, `port: 65536; ${port}`],
  [{ ...place, port: 0 }, RangeError, 'port: 0'],
  [{ ...place, deadlineMs: Number.NaN }, RangeError, 'deadlineMs: NaN'],
  [{ ...place, deadlineMs: 'x' }, TypeError, 'deadlineMs: "x" is a string'],
  [{ ...place, deadlineMs: -1 }, RangeError, 'deadlineMs: -1'],
  [{ ...place, deadlineMs: 0 }, RangeError, 'deadlineMs: 0; a number from 1 to 2147483647 is needed'],
  [{ ...place, attemptDelayMs: '1' }, TypeError, 'attemptDelayMs: "1" is a string'],
  [{ ...place, family: 5 }, RangeError, 'family: 5; 4 or 6 is needed'],
  [{ ...place, family: 'IPv4' }, TypeError, 'family: "IPv4" is a string'],
  [{ ...place, lookup: 5 }, TypeError, 'lookup: 5 is a number; a function is needed'],
  [{ ...place, tls: false }, TypeError, 'tls: false is a boolean'],
  [{ ...place, onEvent: 5 }, TypeError, 'onEvent: 5 is a number'],
  [{ ...place, signal: 5 }, TypeError, 'signal: 5 is a number'],
];

describe('dial', () => {
  it.each(dialMistakes)('refuses %o', async (options, error, message) => {
    const failed = await dial(options as DialOptions).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(error);
    expect((failed as Error).message).toContain(message);
  });
});
