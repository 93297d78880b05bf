/** Where the result goes: standard output, or a file that is there only when it is whole. */
import { once } from 'node:events';
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { type Context, toAscii } from '../context.ts';
import { exitCodes, UserError } from '../exit-codes.ts';

const BATCH_CHARACTERS = 1 << 16;

/** Takes lines. */
export interface Output {
  line(text: string): void;
  /** Waits until what was written has gone, so that a slow reader does not fill the memory. Throws the signal's reason. */
  drained(signal: AbortSignal): Promise<void>;
  /** All lines were given. */
  finish(): void;
  /** Nothing will come of it: takes away what was written to a file. */
  abandon(): void;
}

/** Collects lines, so that a million of them are not a million system calls. */
class Batch {
  readonly #write: (text: string) => void;
  readonly #ascii: boolean;
  #held: string[] = [];
  #characters = 0;

  constructor(ascii: boolean, write: (text: string) => void) {
    this.#ascii = ascii;
    this.#write = write;
  }

  line(text: string): void {
    const line = this.#ascii ? toAscii(text) : text;
    this.#held.push(line, '\n');
    this.#characters += line.length + 1;
    if (this.#characters >= BATCH_CHARACTERS) this.flush();
  }

  flush(): void {
    if (this.#characters === 0) return;
    const text = this.#held.join('');
    this.#held = [];
    this.#characters = 0;
    this.#write(text);
  }
}

async function drained(stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (stream.writableNeedDrain) await once(stream, 'drain', { signal }).catch(() => signal.throwIfAborted());
}

function toStandardOutput({ stdout, out }: Context): Output {
  const batch = new Batch(out.ascii, (text) => stdout.write(text));
  return {
    drained: (signal) => drained(stdout, signal),
    line: (text) => batch.line(text),
    finish: () => batch.flush(),
    abandon: () => undefined,
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function cannot(file: string, error: unknown): UserError {
  return new UserError(
    exitCodes.usage,
    `Can't write to ${file}: ${reason(error)}. Choose another file with -o.`,
  );
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

/** A device or a pipe has no whole and half state, and must not be replaced by a file. */
function isSpecial(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile();
}

function toFile(file: string, ascii: boolean): Output {
  const guarded = <Result>(action: () => Result): Result => {
    try {
      return action();
    } catch (error) {
      throw cannot(file, error);
    }
  };
  const temporary = guarded(() => isSpecial(file)) ? file : `${file}.${process.pid}.tmp`;
  const fd = guarded(() => openSync(temporary, temporary === file ? 'w' : 'wx'));
  const batch = new Batch(ascii, (text) => guarded(() => writeAll(fd, text)));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    line: (text) => batch.line(text),
    drained: () => Promise.resolve(),
    finish: () => {
      batch.flush();
      guarded(close);
      if (temporary !== file) guarded(() => renameSync(temporary, file));
    },
    abandon: () => {
      close();
      if (temporary !== file) rmSync(temporary, { force: true });
    },
  };
}

/** The output for a file name; `null` and `-` are standard output. Throws UserError. */
export function openOutput(context: Context, file: string | null): Output {
  return file === null || file === '-' ? toStandardOutput(context) : toFile(file, context.out.ascii);
}
