/**
 * What labs on one machine must know of each other: which network number each holds.
 *
 *     /run/halfopen               real root: 1..127
 *     TMPDIR/halfopen-lab-UID     everybody else: 128..254
 *
 * The kernel trace shows the connections of all users, by address; only real root reads it. So the numbers of root's
 * labs are their own, in one folder for all of them, and nobody else uses them.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabNumber, type Register, cleanRegister, holdNumberOf } from './lab-register.ts';
import { LabFault } from './stage/errors.ts';

export type { LabNumber } from './lab-register.ts';

/** Nowhere to note the number: `LAB_FOLDER_REFUSED`, with what to do about it in the message. */
export class LabFolderError extends Error {
  readonly code = 'LAB_FOLDER_REFUSED';
  constructor(reason: string) {
    super(
      `The lab can't note which addresses it uses: ${reason}.\nSet TMPDIR to a folder that you can write to.`,
    );
    this.name = 'LabFolderError';
  }
}

/** A range of user numbers as seen inside and outside of a user namespace. */
interface Mapping {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

/** The map of the namespace that the machine starts with. */
const identity: Mapping = { inside: 0, outside: 0, count: 2 ** 32 - 1 };

/** The line of /proc/self/uid_map that speaks of this user (user_namespaces(7)). */
function mappingOf(uid: number): Mapping {
  let text = '';
  try {
    text = readFileSync('/proc/self/uid_map', 'utf8');
  } catch {
    // A kernel without user namespaces.
  }
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const [inside = 0, outside = 0, count = 0] =
    lines.find(([from = 0, , length = 0]) => uid >= from && uid < from + length) ?? [];
  return count === 0 ? identity : { inside, outside, count };
}

/** The registers this process may use, best first. */
function registers(): readonly Register[] {
  const uid = process.getuid?.() ?? 0;
  const { inside, outside, count } = mappingOf(uid);
  const folder = join(tmpdir(), `halfopen-lab-${uid - inside + outside}`);
  // Root of a user namespace is an ordinary user to the kernel trace.
  if (uid !== 0 || count !== identity.count) return [{ folder, first: 128, last: 254 }];
  const numbers = { first: 1, last: 127 };
  return [
    { folder: '/run/halfopen', ...numbers },
    { folder, ...numbers },
  ];
}

/** Takes a free network number, 1..254. Throws {@link LabFolderError}. */
export function holdLabNumber(): LabNumber {
  let refusal = '';
  for (const register of registers()) {
    let held: LabNumber | null = null;
    try {
      held = holdNumberOf(register);
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error);
      continue;
    }
    if (held !== null) return held;
    throw new LabFault('too many labs are running on this machine already');
  }
  throw new LabFolderError(refusal);
}

/** Removes what labs that are gone have noted; how many. */
export function cleanLabNumbers(): number {
  return registers().reduce((sum, register) => sum + cleanRegister(register), 0);
}
