/** Captures from wherever they come, as chunks for a {@link CaptureReader}. */
import type { ByteStream } from '../platform.ts';
import { decompress } from './decompress.ts';

/** Bytes of a capture, compressed or not: all at once, or as they come. `ReadableStream` is a {@link ByteStream}. */
export type CaptureInput = Uint8Array | ByteStream | AsyncIterable<Uint8Array>;

/**
 * The bytes of a capture, decompressed when need be. A chunk of the input has been used up when its next one is asked for.
 * Throws {@link CaptureError} as {@link decompress} does, and what the input throws.
 */
export function readCapture(input: CaptureInput): AsyncGenerator<Uint8Array, void, undefined> {
  return decompress(chunksOf(input));
}

async function* chunksOf(input: CaptureInput): AsyncGenerator<Uint8Array, void, undefined> {
  if (input instanceof Uint8Array) {
    yield input;
  } else if ('getReader' in input) {
    yield* streamed(input);
  } else {
    yield* input;
  }
}

/** Not every browser lets a stream be iterated. */
async function* streamed(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) break;
      yield next.value;
    }
    ended = true;
  } finally {
    if (!ended) await reader.cancel();
  }
}
