/** Bytes of a capture: from a file, or from standard input. */
import { accessSync, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import { Socket } from 'node:net';
import { exitCodes, UserError } from '../exit-codes.ts';
import { systemErrorText } from './input-errors.ts';

const CHUNK_BYTES = 256 << 10;
const LEAST_CHUNK_BYTES = 64 << 10;
const STDIN_FD = 0;

/** Something to read. */
export interface Input {
  /** As given on the command line. */
  readonly file: string;
  /** For people. */
  readonly name: string;
  /** `null` where nobody can know. */
  readonly totalBytes: number | null;
  readonly readBytes: () => number;
  /** To be iterated once. A chunk is used up when the next one is asked for. */
  readonly chunks: (signal: AbortSignal) => AsyncGenerator<Uint8Array, void, undefined>;
  /** Lets go of what was never read. */
  readonly close: () => void;
}

/** Lets timers, signals and streams have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A regular file: the reads block, but none takes long, and no thread changes hands. */
async function* fileChunks(
  fd: number,
  sizeBytes: number,
  note: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const length = Math.min(CHUNK_BYTES, Math.max(LEAST_CHUNK_BYTES, sizeBytes));
  const buffers = [Buffer.allocUnsafeSlow(length)];
  for (let number = 0; ; number += 1) {
    const buffer = (buffers[number % 2] ??= Buffer.allocUnsafeSlow(length));
    const bytes = readSync(fd, buffer, 0, length, null);
    if (bytes === 0) return;
    note(bytes);
    yield buffer.subarray(0, bytes);
    await turn();
  }
}

/** A pipe: waiting for it must not keep anything else from happening. */
async function* pipeChunks(
  fd: number,
  signal: AbortSignal,
  note: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = isatty(fd) ? new ReadStream(fd) : new Socket({ fd, readable: true, writable: false });
  const giveUp = (): void => void stream.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      note(chunk.length);
      yield chunk;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
    stream.destroy();
  }
}

function open(file: string): number {
  try {
    // a named pipe that nobody writes to yet must not hold up Ctrl-C
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UserError(exitCodes.usage, systemErrorText(file, error));
  }
}

/** Makes sure that all files are there, before work begins. Throws UserError. */
export function checkInputs(files: readonly string[]): void {
  for (const file of files) {
    if (file === '-') continue;
    try {
      accessSync(file, constants.R_OK);
    } catch (error) {
      throw new UserError(exitCodes.usage, systemErrorText(file, error));
    }
  }
  if (files.filter((file) => file === '-').length > 1)
    throw new UserError(exitCodes.usage, 'Standard input (-) can be read only once.');
}

/** Opens what a word of the command line names; `-` is standard input. Throws UserError. */
export function openInput(file: string): Input {
  const isStdin = file === '-';
  const name = isStdin ? 'standard input' : file;
  const fd = isStdin ? STDIN_FD : open(file);
  const stat = fstatSync(fd);
  if (stat.isDirectory()) {
    if (!isStdin) closeSync(fd);
    throw new UserError(
      exitCodes.usage,
      `Can't read ${name}: it is a folder. Name the captures in it: ${file.replace(/\/$/, '')}/*.pcap`,
    );
  }
  if (isStdin && isatty(fd))
    throw new UserError(
      exitCodes.usage,
      'Standard input is a terminal. Pipe a capture into it: tcpdump -w - | halfopen explain -',
    );
  let read = 0;
  let isOpen = true;
  const note = (bytes: number): void => {
    read += bytes;
  };
  const close = (): void => {
    if (isOpen && !isStdin) closeSync(fd);
    isOpen = false;
  };
  const isPipe = stat.isFIFO() || stat.isSocket();
  return {
    file,
    name,
    totalBytes: stat.isFile() ? stat.size : null,
    readBytes: () => read,
    close,
    async *chunks(signal) {
      try {
        if (isPipe) {
          isOpen = false;
          yield* pipeChunks(fd, signal, note);
        } else yield* fileChunks(fd, stat.size, note);
      } finally {
        close();
      }
    },
  };
}
