/** Waits for what a lab does that it does not tell. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 20;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Child processes, as far as there are any at this moment. */
export function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

function commandName(pid: number): string {
  return read(`/proc/${pid}/comm`).trim();
}

/** Resolves when the condition holds. The test's time limit is the only other end. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(LOOK_MS);
}

function capturesOf(pid: number): number {
  return descendantsOf(pid).filter((each) => commandName(each) === 'tcpdump').length;
}

/** The lab started as this process, or below it, is in the middle of its first runs: captures are under way. */
export async function untilAtWork(pid: number): Promise<void> {
  await until(() => capturesOf(pid) >= 3);
}

function hasCaptures(pid: number): boolean {
  return childrenOf(pid).some((child) => commandName(child) === 'tcpdump');
}

/** Which process below this one is the lab: the captures are its children. -1 when there is none. */
export function labBelow(pid: number): number {
  return descendantsOf(pid).find(hasCaptures) ?? -1;
}
