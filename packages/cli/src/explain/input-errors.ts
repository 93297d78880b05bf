/** What is wrong with an input, in one line. */
import { CaptureError } from '@halfopen/wire';

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EIO: 'the device reports a read error',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead round in a circle',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether the operating system reported it. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

/** Why a file can't be opened or read. */
export function systemErrorText(name: string, error: unknown): string {
  const known = systemErrors[codeOf(error)];
  const reason = known ?? (error instanceof Error ? error.message : String(error));
  return `Can't read ${name}: ${reason}.`;
}

const emptyText =
  'it is empty. tcpdump writes what it holds when it ends; with -U it writes every packet at once';

/** A name that a shell takes as it is. */
function isPlain(file: string): boolean {
  return /^[\w./+:@%-]+$/.test(file);
}

/** The reader's advice names the file FILE. */
function adviceText(file: string, { message, facts }: CaptureError): string {
  if (facts.looksLike === 'empty') return emptyText;
  return file !== '-' && isPlain(file) ? message.replaceAll(/\bFILE\b/g, file) : message;
}

/** Why nothing of an input could be read. */
export function unreadableText(file: string, name: string, error: unknown): string {
  if (error instanceof CaptureError) return `Can't read ${name}: ${adviceText(file, error)}.`;
  return systemErrorText(name, error);
}

/** Why an input was read only in part. */
export function partialText(name: string, frames: number, damage: unknown): string {
  const told = `What was read up to there (${frames} ${frames === 1 ? 'frame' : 'frames'}) is reported.`;
  if (damage === null) return `${name} ends in the middle of a packet. ${told}`;
  const reason = damage instanceof Error ? damage.message : 'for a reason that nobody told';
  return `${name} could not be read to its end: ${reason}. ${told}`;
}
