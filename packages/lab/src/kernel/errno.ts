/** Error numbers by name, as the running kernel counts them. */
import { constants } from 'node:os';

const names = new Map<number, string>(
  Object.entries(constants.errno).map(([name, number]) => [number, name]),
);
// Both names have the number 11; Linux manual pages say EAGAIN.
names.set(constants.errno.EAGAIN, 'EAGAIN');

/** `ECONNRESET` for 104. An unknown number is written `errno 1234`. */
export function errnoName(number: number): string {
  return names.get(number) ?? `errno ${number}`;
}
