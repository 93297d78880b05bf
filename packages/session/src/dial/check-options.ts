/** Whether what a caller says about getting connected makes sense. */
import {
  checkFunction,
  checkNumber,
  checkObject,
  checkSignal,
  LONGEST_MS,
  someMs,
  wrongType,
} from '../options-check.ts';
import type { DialOptions } from './dial-options.ts';

const neededHost = 'a name or an address, as a string that is not empty,';

function checkHost(host: unknown): void {
  if (typeof host !== 'string') throw wrongType('host', host, neededHost);
  if (host === '') throw new RangeError(`host: ""; ${neededHost} is needed`);
}

function checkFamily(family: unknown): void {
  if (family === undefined || family === 4 || family === 6) return;
  if (typeof family !== 'number') throw wrongType('family', family, '4 or 6');
  throw new RangeError(`family: ${family}; 4 or 6 is needed`);
}

/** Throws a `TypeError` or `RangeError` that names the option which makes no sense. */
export function checkDialOptions(options: DialOptions): void {
  checkObject('options', options, 'an object with host and port');
  const { host, port, tls, deadlineMs, attemptDelayMs, family, lookup, onEvent, signal } = options;
  checkHost(host);
  checkNumber('port', port, { least: 1, most: 65_535, whole: true });
  checkFamily(family);
  checkFunction('lookup', lookup);
  checkFunction('onEvent', onEvent);
  checkSignal(signal);
  if (deadlineMs !== undefined) checkNumber('deadlineMs', deadlineMs, someMs);
  if (attemptDelayMs !== undefined)
    checkNumber('attemptDelayMs', attemptDelayMs, { least: 0, most: LONGEST_MS });
  // What is not an object would mean TLS with Node's own options: also `false`.
  if (tls !== undefined && tls !== true)
    checkObject('tls', tls, 'true or an object with options of TLS (no tls at all for none)');
}
