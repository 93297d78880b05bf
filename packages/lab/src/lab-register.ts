/**
 * A folder in which labs note the network number that each of them holds. A number is an empty file whose name says
 * everything, so that it is complete as soon as it is there and never needs to be read:
 *
 *     net-77-4026531836-1234-567890      the number and its owner's mark
 *
 * To take a number is to make the file and then to look who else has the same: of two that come at once, at least the
 * later one sees the other and steps back. Names are never used twice, so anybody may remove those of the dead.
 */
import { randomInt } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOwnerGone, labMark } from './lab-mark.ts';
import { isPrivateFolder, makePrivateFolder } from './private-folder.ts';

const ENTRY = /^net-(\d+)-(\d+-\d+-\d+)$/;
const CREATE = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_WRONLY;
/** The folder may be tidied away between being made and being used. */
const ATTEMPTS = 5;

/** Where numbers are noted, and which. */
export interface Register {
  readonly folder: string;
  readonly first: number;
  readonly last: number;
}

/** A network number held by this process. */
export interface LabNumber {
  readonly number: number;
  /** Gives it back. */
  release(): void;
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => ENTRY.test(name));
  } catch {
    return [];
  }
}

function markOf(entry: string): string {
  return ENTRY.exec(entry)?.[2] ?? '';
}

function isHeldByAnother({ folder }: Register, number: number, own: string): boolean {
  return entries(folder).some(
    (entry) => entry !== own && entry.startsWith(`net-${number}-`) && !isOwnerGone(markOf(entry)),
  );
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another lab is at work, or it was never there.
  }
}

/** Makes the entry; false when this process has one of that name already. */
function note({ folder }: Register, entry: string): boolean {
  for (let attempt = 1; ; attempt++) {
    makePrivateFolder(folder);
    try {
      closeSync(openSync(join(folder, entry), CREATE, 0o600));
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
}

function tryHold(register: Register, number: number): LabNumber | null {
  const entry = `net-${number}-${labMark()}`;
  if (isHeldByAnother(register, number, entry) || !note(register, entry)) return null;
  const release = (): void => {
    rmSync(join(register.folder, entry), { force: true });
    removeIfEmpty(register.folder);
  };
  if (!isHeldByAnother(register, number, entry)) return { number, release };
  release();
  return null;
}

/** Takes a free number of a register; `null` when all are held. Throws what keeps it from noting one. */
export function holdNumberOf(register: Register): LabNumber | null {
  const count = register.last - register.first + 1;
  // From anywhere: labs of different containers can't see each other's folders.
  const start = randomInt(count);
  for (let i = 0; i < count; i++) {
    const held = tryHold(register, register.first + ((start + i) % count));
    if (held !== null) return held;
  }
  return null;
}

/** Removes the entries of a register whose owners are gone; how many. */
export function cleanRegister({ folder }: Register): number {
  if (!isPrivateFolder(folder)) return 0;
  const stale = entries(folder).filter((entry) => isOwnerGone(markOf(entry)));
  for (const entry of stale) rmSync(join(folder, entry), { force: true });
  removeIfEmpty(folder);
  return stale.length;
}
