import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { concatBytes } from '../src/bytes.ts';
import type { CaptureError } from '../src/capture-error.ts';
import type { CaptureInput } from '../src/capture/read.ts';
import { readCapture } from '../src/capture/read.ts';

const plain = new Uint8Array(concatBytes([randomBytes(20_000), new Uint8Array(20_000)]));
const packed = new Uint8Array(gzipSync(plain));

interface Pieces extends AsyncIterable<Uint8Array> {
  /** How often the source was asked to let go. */
  returned: number;
  asked: number;
}

function pieces(bytes: Uint8Array, length: number, failure: Error | null = null): Pieces {
  const source: Pieces = {
    returned: 0,
    asked: 0,
    [Symbol.asyncIterator]() {
      let at = 0;
      return {
        next(): Promise<IteratorResult<Uint8Array>> {
          source.asked += 1;
          if (at >= bytes.length) {
            return failure === null
              ? Promise.resolve({ done: true, value: undefined })
              : Promise.reject(failure);
          }
          at += length;
          return Promise.resolve({ done: false, value: bytes.slice(at - length, at) });
        },
        return(): Promise<IteratorResult<Uint8Array>> {
          source.returned += 1;
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
  return source;
}

async function collect(input: CaptureInput): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readCapture(input)) chunks.push(chunk.slice());
  return concatBytes(chunks);
}

async function failing(input: CaptureInput): Promise<{ readonly error: unknown; readonly before: number }> {
  let before = 0;
  try {
    for await (const chunk of readCapture(input)) before += chunk.length;
  } catch (error) {
    return { error, before };
  }
  return { error: null, before };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('input that is not compressed', () => {
  it('comes out as it went in, from all kinds of source', async () => {
    expect(await collect(plain)).toEqual(plain);
    expect(await collect(pieces(plain, 7777))).toEqual(plain);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(plain.subarray(0, 1));
        controller.enqueue(plain.subarray(1));
        controller.close();
      },
    });
    expect(await collect(stream)).toEqual(plain);
    expect(await collect(new Uint8Array(0))).toEqual(new Uint8Array(0));
  });

  it('is let go of when nobody listens any more', async () => {
    const source = pieces(plain, 1000);
    for await (const _ of readCapture(source)) break;
    expect(source.returned).toBe(1);
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(plain.slice(0, 100)),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of readCapture(stream)) break;
    expect(cancelled).toBe(true);
  });

  it('passes on what its source throws', async () => {
    const failure = new Error('disk');
    expect(await failing(pieces(plain, 1000, failure))).toEqual({ error: failure, before: plain.length });
  });
});

describe('gzip', () => {
  it.each([1, 2, 3, 100, 4096, 100_000])('is undone in chunks of %i', async (length) => {
    expect(await collect(packed)).toEqual(plain);
    expect(await collect(pieces(packed, length))).toEqual(plain);
  });

  it('of several members is one', async () => {
    expect(await collect(pieces(concatBytes([packed, packed]), 5000))).toEqual(concatBytes([plain, plain]));
  });

  it('cut short says so, behind what could be read', async () => {
    const { error, before } = await failing(pieces(packed.subarray(0, 15_000), 1000));
    expect(error).toMatchObject({ code: 'compression-truncated', facts: { looksLike: 'gzip' } });
    expect(before).toBeGreaterThan(10_000);
  });

  it('that is damaged says so', async () => {
    const damaged = packed.slice();
    damaged.fill(0xff, 5_000, 15_000);
    expect((await failing(pieces(damaged, 1000))).error).toMatchObject({ code: 'compression-damaged' });
  });

  it('passes on what its source throws', async () => {
    const failure = new Error('disk');
    expect((await failing(pieces(packed.subarray(0, 9000), 1000, failure))).error).toBe(failure);
  });

  it('is read no faster than somebody listens', async () => {
    // 64 MiB from 64 KiB
    const bomb = new Uint8Array(gzipSync(new Uint8Array(64 * 1024 * 1024)));
    const source = pieces(bomb, 512);
    let listened = 0;
    for await (const chunk of readCapture(source)) {
      listened += chunk.length;
      if (listened > 1024 * 1024) break;
    }
    expect(source.asked).toBeLessThan(bomb.length / 512 / 2);
    await vi.waitFor(() => expect(source.returned).toBe(1));
  });
});

describe('a compression the platform cannot undo', () => {
  it('is an error that says what to do', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    const source = pieces(packed, 1000);
    const { error } = await failing(source);
    expect(error).toMatchObject({ code: 'compression-unsupported', facts: { looksLike: 'gzip' } });
    expect((error as CaptureError).message).toContain('gzip -dc FILE | halfopen explain -');
    expect(source.returned).toBe(1);
  });

  it('is one for zstd where the platform does not know it', async () => {
    const refuse = vi.fn(function refuse(format: string) {
      throw new TypeError(format);
    });
    vi.stubGlobal('DecompressionStream', refuse);
    const { error } = await failing(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0));
    expect(error).toMatchObject({ code: 'compression-unsupported', facts: { looksLike: 'zstd' } });
    expect(refuse).toHaveBeenCalledWith('zstd');
  });
});
