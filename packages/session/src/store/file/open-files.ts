/** Files that are open: at most so many. Those used longest ago are closed first; who finds all in use waits. */
import { type FileHandle, open } from 'node:fs/promises';

interface OpenFile {
  readonly handle: FileHandle;
  users: number;
}

export class OpenFiles {
  /** In the order of their last use. */
  readonly #files = new Map<string, OpenFile>();
  readonly #waiting: (() => void)[] = [];
  #places: number;

  /** `limit` is at least 1. */
  constructor(limit: number) {
    this.#places = Math.max(1, limit);
  }

  /** Runs something with an existing file, open for reading and writing. */
  async use<T>(path: string, task: (handle: FileHandle) => Promise<T>): Promise<T> {
    const file = this.#files.get(path) ?? (await this.#open(path));
    this.#files.delete(path);
    this.#files.set(path, file);
    file.users += 1;
    try {
      return await task(file.handle);
    } catch (error) {
      this.#drop(path, file);
      throw error;
    } finally {
      file.users -= 1;
      if (this.#files.get(path) !== file) await this.#close(file);
      else if (this.#waiting.length > 0) await this.#closeOldest();
    }
  }

  /** Lets go of a file whose name means another one now, or none. */
  async forget(path: string): Promise<void> {
    const file = this.#files.get(path);
    if (file === undefined) return;
    this.#drop(path, file);
    await this.#close(file);
  }

  async closeAll(): Promise<void> {
    const files = [...this.#files.values()];
    this.#files.clear();
    await Promise.all(files.map((file) => this.#close(file)));
  }

  /** One use of a path at a time: each log has one writer, and that does one thing after another. */
  async #open(path: string): Promise<OpenFile> {
    if (this.#places === 0) {
      const place = new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
      await this.#closeOldest();
      await place;
    } else {
      this.#places -= 1;
    }
    try {
      return { handle: await open(path, 'r+'), users: 0 };
    } catch (error) {
      this.#givePlace();
      throw error;
    }
  }

  #drop(path: string, file: OpenFile): void {
    if (this.#files.get(path) === file) this.#files.delete(path);
  }

  async #closeOldest(): Promise<void> {
    for (const [path, file] of this.#files) {
      if (file.users > 0) continue;
      this.#files.delete(path);
      await this.#close(file);
      return;
    }
  }

  /** Closes a file that nobody uses; whoever uses it closes it afterwards. */
  async #close(file: OpenFile): Promise<void> {
    if (file.users > 0) return;
    try {
      await file.handle.close();
    } finally {
      this.#givePlace();
    }
  }

  #givePlace(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#places += 1;
    else next();
  }
}
