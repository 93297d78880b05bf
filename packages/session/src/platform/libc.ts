/**
 * The C library's socket options, by foreign function calls. The only file that knows koffi, which need not be installed:
 * then there is no {@link Libc}, and everything above works without it.
 */
import type Koffi from 'koffi';
import { createRequire } from 'node:module';
import { endianness } from 'node:os';

/** The two calls, by their C names. Both return -1 on failure. */
export interface Libc {
  readonly setsockopt: (fd: number, level: number, name: number, value: Buffer, length: number) => number;
  readonly getsockopt: (fd: number, level: number, name: number, value: Buffer, length: Buffer) => number;
}

/** The library, or why there is none. */
export type Loaded = { readonly libc: Libc } | { readonly libc: null; readonly why: string };

function load(): Loaded {
  if (process.platform !== 'linux') return { libc: null, why: `not done on ${process.platform}` };
  if (endianness() !== 'LE') return { libc: null, why: 'not done on big-endian processors' };
  try {
    // Not an import: a bundler must leave it alone, and a program without koffi must start.
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
    // The running program's own symbols, whatever its C library is called.
    const library = koffi.load(null);
    return {
      libc: {
        setsockopt: library.func('int setsockopt(int, int, int, void *, uint32_t)') as Libc['setsockopt'],
        getsockopt: library.func('int getsockopt(int, int, int, void *, void *)') as Libc['getsockopt'],
      },
    };
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'MODULE_NOT_FOUND';
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { libc: null, why: missing ? 'koffi is not installed' : `koffi does not work here: ${reason}` };
  }
}

let loaded: Loaded | null = null;

/** Loads the library on the first call, which takes some milliseconds. Never throws. */
export function loadLibc(): Loaded {
  loaded ??= load();
  return loaded;
}
