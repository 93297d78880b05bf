/** A folder below one that everybody may write to, safe from whoever was there first. */
import { lstatSync, mkdirSync } from 'node:fs';

const OTHERS = 0o077;

/** Why a folder can't be used, one line. */
export class FolderRefusal extends Error {
  readonly code = 'FOLDER_REFUSED';
  constructor(message: string) {
    super(message);
    this.name = 'FolderRefusal';
  }
}

/** Why what is there can't be used; `null` when it can, or when nothing is there. */
function objection(path: string): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (!found.isDirectory()) return `${path} is in the way: it is no folder`;
  if (found.uid !== process.getuid?.()) return `${path} belongs to another user (${found.uid})`;
  if ((found.mode & OTHERS) !== 0) return `${path} is open to other users`;
  return null;
}

/**
 * Makes the folder for this user alone, or takes the one there is if it is this user's, closed to others, and no link
 * to elsewhere. Another process of this user's may have removed it again by the time this returns. Throws
 * {@link FolderRefusal}.
 */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new FolderRefusal(message);
  }
  const refused = objection(path);
  if (refused !== null) throw new FolderRefusal(refused);
}

/** Whether nobody but this user can have put anything there. Also where there is no such folder, or it can't be seen. */
export function isPrivateFolder(path: string): boolean {
  try {
    return objection(path) === null;
  } catch {
    return true;
  }
}
