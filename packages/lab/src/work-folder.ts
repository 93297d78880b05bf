/** Folders for what programs of a run keep in files. Their names say whose they are, so that those of the dead can be told. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnerGone, labMark } from './lab-mark.ts';

const FOLDER = /^halfopen-work-(\d+-\d+-\d+)-\w+$/;

/** Makes a folder for this user alone; whoever asks for it removes it. */
export function makeWorkFolder(): string {
  return mkdtempSync(join(tmpdir(), `halfopen-work-${labMark()}-`));
}

/** Removes the folders of owners that are gone; how many. What is another user's is left to them. */
export function cleanWorkFolders(): number {
  return namesIn(tmpdir()).filter((name) => isOwnerGone(FOLDER.exec(name)?.[1] ?? '') && remove(name)).length;
}

/** Whoever needs a temporary folder that is not there says so better. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function remove(name: string): boolean {
  try {
    rmSync(join(tmpdir(), name), { recursive: true });
    return true;
  } catch {
    return false;
  }
}
