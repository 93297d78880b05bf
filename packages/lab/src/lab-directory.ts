/**
 * What labs on one machine must know of each other: which network number each holds. A number is a folder under the
 * temporary directory that names its owner; one whose owner is gone may be taken over.
 *
 *     TMPDIR/halfopen-lab-UID/net-77/owner      process number
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labMark, processStart } from './lab-mark.ts';
import { LabFault } from './stage/errors.ts';

const NUMBERS = 254;

function root(): string {
  return join(tmpdir(), `halfopen-lab-${process.getuid?.() ?? 0}`);
}

function isHeld(directory: string): boolean {
  try {
    const [pid, start] = readFileSync(join(directory, 'owner'), 'utf8').split(' ');
    return processStart(Number(pid)) === start;
  } catch {
    return false;
  }
}

/** A network number held by this process. */
export interface LabNumber {
  readonly number: number;
  /** Gives it back. */
  release(): void;
}

function tryHold(number: number): LabNumber | null {
  const directory = join(root(), `net-${number}`);
  try {
    mkdirSync(directory);
  } catch {
    if (isHeld(directory)) return null;
  }
  writeFileSync(join(directory, 'owner'), labMark());
  return {
    number,
    release: () => {
      rmSync(directory, { recursive: true, force: true });
      try {
        rmdirSync(root());
      } catch {
        // Another lab is at work.
      }
    },
  };
}

/** Takes a free network number (1..254). */
export function holdLabNumber(): LabNumber {
  mkdirSync(root(), { recursive: true, mode: 0o700 });
  for (let i = 0; i < NUMBERS; i++) {
    const held = tryHold(1 + ((process.pid + i) % NUMBERS));
    if (held !== null) return held;
  }
  throw new LabFault('254 labs are running on this machine already');
}

/** Removes the folders of labs that are gone; how many. */
export function cleanLabNumbers(): number {
  let names: string[] = [];
  try {
    names = readdirSync(root());
  } catch {
    return 0;
  }
  const stale = names.map((name) => join(root(), name)).filter((directory) => !isHeld(directory));
  for (const directory of stale) rmSync(directory, { recursive: true, force: true });
  try {
    rmdirSync(root());
  } catch {
    // Another lab is at work.
  }
  return stale.length;
}
