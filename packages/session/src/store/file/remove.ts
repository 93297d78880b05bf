/** Forgetting sessions: one by name, or all that nobody has used for a while. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './durable.ts';
import { deleteFile, deleteRemoved, fileName, markNew, standing } from './session-directory.ts';

/** Removes the session in a directory, unless a higher epoch has it; whether it did. */
export async function removeSession(directory: string, epoch: number, sync: boolean): Promise<boolean> {
  const { id, highest } = await standing(directory);
  if (id === null || highest > epoch) return false;
  await markNew(directory, id, epoch, 'gone');
  const seen = await standing(directory);
  if (seen.files.some((file) => file.id !== id && file.kind === 'log')) {
    await deleteFile(directory, fileName(id, epoch, 'gone'));
    return false;
  }
  if (seen.highest > epoch) return false;
  if (sync) await syncDirectory(directory);
  await deleteRemoved(directory, seen, sync);
  return true;
}

/** Removes the sessions that nobody has written to since then. What can't be removed is left for the next time. */
export async function removeUnused(sessions: string, sinceMs: number, sync: boolean): Promise<void> {
  for (const name of await readdir(sessions)) {
    const directory = join(sessions, name);
    try {
      const { id, highest, files } = await standing(directory);
      const times = await Promise.all(files.map((file) => stat(join(directory, file.name))));
      if (id !== null && times.every(({ mtimeMs }) => mtimeMs < sinceMs))
        await removeSession(directory, highest, sync);
    } catch {
      // Perhaps somebody else removes it at this moment; perhaps it is damaged, and somebody should look at it.
    }
  }
}
