/** File operations that are on the disk when they resolve. */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export const FILE_MODE = 0o600;
export const DIRECTORY_MODE = 0o700;

/** Whether an error of Node's is one of these. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Makes names in a directory durable. Windows has no such call: there the file system's journal must do. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all of it, at an offset. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

/** Creates a file that does not exist (`EEXIST` if it does) and writes it. */
export async function writeNewFile(path: string, parts: readonly Uint8Array[], sync: boolean): Promise<void> {
  const handle = await open(path, 'wx', FILE_MODE);
  try {
    let offset = 0;
    for (const part of parts) {
      await writeAll(handle, part, offset);
      offset += part.length;
    }
    if (sync) await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Makes a directory and those above it. */
export async function makeDirectory(path: string, sync: boolean): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
  if (first === undefined || !sync) return;
  for (let made = path; made !== dirname(first); made = dirname(made)) await syncDirectory(dirname(made));
}

/** Runs an action for many callers: those who come while it runs share the next run. */
export function shared(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        running = action();
        return running;
      });
    return next;
  };
}
