/** Which system calls only prepare a socket. */
import type { CallName } from './vocabulary.ts';

/**
 * Calls that prepare a socket and move no packet. How a program prepares is not what a case is about: they are left out
 * when calls are compared or told in a few words.
 */
export const setUpCalls: ReadonlySet<string> = new Set<CallName>([
  'socket',
  'setsockopt',
  'fcntl',
  'bind',
  'listen',
]);
