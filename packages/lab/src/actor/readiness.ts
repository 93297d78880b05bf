/** poll(2) and select(2) on one descriptor, with readiness written as the catalogue writes it. */
import * as c from '../kernel/constants.ts';
import { libc } from '../kernel/libc.ts';
import type { PollInterest } from '../scenario.ts';

const interestBits: Readonly<Record<PollInterest, number>> = {
  IN: c.POLLIN,
  OUT: c.POLLOUT,
  RDHUP: c.POLLRDHUP,
};

const reportedBits: readonly (readonly [string, number])[] = [
  ['IN', c.POLLIN],
  ['OUT', c.POLLOUT],
  ['ERR', c.POLLERR],
  ['HUP', c.POLLHUP],
  ['RDHUP', c.POLLRDHUP],
];

/** `IN|OUT|RDHUP` for a revents mask. */
export function readinessName(revents: number): string {
  return reportedBits
    .filter(([, bit]) => (revents & bit) !== 0)
    .map(([name]) => name)
    .join('|');
}

/** poll(2) on one descriptor: the return value and what was ready. */
export function pollOne(
  fd: number,
  interest: readonly PollInterest[],
  timeoutMs: number,
): { readonly value: number; readonly revents: number } {
  const pollfd = Buffer.alloc(8);
  pollfd.writeInt32LE(fd, 0);
  pollfd.writeInt16LE(
    interest.reduce((mask, name) => mask | interestBits[name], 0),
    4,
  );
  const value = libc.poll(pollfd, 1, timeoutMs);
  return { value, revents: pollfd.readUInt16LE(6) };
}

const FD_SET_BYTES = 128;

function fdSet(fd: number): Buffer {
  const set = Buffer.alloc(FD_SET_BYTES);
  set[fd >> 3] = 1 << (fd & 7);
  return set;
}

/** select(2) on one descriptor in all three sets: the return value and which of `R`, `W`, `X` are set. */
export function selectOne(fd: number, timeoutMs: number): { readonly value: number; readonly ready: string } {
  const sets = [fdSet(fd), fdSet(fd), fdSet(fd)] as const;
  const timeval = Buffer.alloc(16);
  timeval.writeBigInt64LE(BigInt(Math.trunc(timeoutMs / 1000)), 0);
  timeval.writeBigInt64LE(BigInt(Math.round((timeoutMs % 1000) * 1000)), 8);
  const value = libc.select(fd + 1, sets[0], sets[1], sets[2], timeval);
  const ready = (['R', 'W', 'X'] as const).filter((_, index) => (sets[index]?.[fd >> 3] ?? 0) !== 0);
  return { value, ready: ready.join('|') };
}
