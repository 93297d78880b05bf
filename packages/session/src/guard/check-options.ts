/** Whether what a caller says about guarding makes sense. */
import {
  checkFunction,
  checkNumber,
  checkObject,
  checkSignal,
  type NumberBounds,
  someMs,
} from '../options-check.ts';
import type { GuardOptions } from './guard-options.ts';

/** Linux takes no more (tcp(7): MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL in seconds, MAX_TCP_KEEPCNT). */
const keepAliveMs: NumberBounds = { least: 1, most: 32_767_000 };
const keepAliveCount: NumberBounds = { least: 1, most: 127, whole: true };

const msOrFalse: NumberBounds = { ...someMs, or: ', or false' };

function checkKeepAlive(keepAlive: unknown): void {
  if (keepAlive === undefined || keepAlive === false) return;
  checkObject('keepAlive', keepAlive, 'false or an object with idleMs, intervalMs and count');
  checkNumber('keepAlive.idleMs', keepAlive['idleMs'], keepAliveMs);
  checkNumber('keepAlive.intervalMs', keepAlive['intervalMs'], keepAliveMs);
  checkNumber('keepAlive.count', keepAlive['count'], keepAliveCount);
}

function checkSilence(silence: unknown): void {
  if (silence === undefined) return;
  checkObject('silence', silence, 'an object with killAfterMs');
  const { killAfterMs, probeAfterMs, probe } = silence;
  const killMs = checkNumber('silence.killAfterMs', killAfterMs, someMs);
  checkFunction('silence.probe', probe);
  if (probeAfterMs === undefined) return;
  const probeMs = checkNumber('silence.probeAfterMs', probeAfterMs, someMs);
  if (probeMs < killMs) return;
  throw new RangeError(
    `silence.probeAfterMs: ${probeMs}; less than killAfterMs, which is ${killMs}, is needed`,
  );
}

function checkMsOrFalse(name: string, value: unknown): void {
  if (value !== undefined && value !== false) checkNumber(name, value, msOrFalse);
}

/** Throws a `TypeError` or `RangeError` that names the option which makes no sense. */
export function checkGuardOptions(options: GuardOptions): void {
  checkObject('options', options, 'an object');
  checkKeepAlive(options.keepAlive);
  checkSilence(options.silence);
  checkMsOrFalse('userTimeoutMs', options.userTimeoutMs);
  checkMsOrFalse('stalledWriteMs', options.stalledWriteMs);
  checkFunction('onEvent', options.onEvent);
  checkSignal(options.signal);
}
