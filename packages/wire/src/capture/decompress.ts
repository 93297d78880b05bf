/**
 * Undoes gzip and zstd, told apart by content, with the streams of the Compression standard. Nothing is held but what is on
 * its way, so an input that grows a thousandfold costs time, not memory.
 */
import { concatBytes } from '../bytes.ts';
import { looksLike } from '../looks-like.ts';
import { decompressor } from '../platform.ts';
import { unreadable } from './advice.ts';
import { inflate } from './inflate.ts';

/** Enough to know gzip and zstd by. */
const magicBytes = 4;

/**
 * The chunks of `source`, decompressed when they are gzip or zstd, unchanged otherwise. A chunk of the source has been used
 * up when its next one is asked for.
 * Throws {@link CaptureError} `compression-unsupported`, `compression-damaged` or `compression-truncated`, and what `source`
 * throws.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let ended = false;
  while (!ended && head.length < magicBytes) {
    const next = await chunks.next();
    if (next.done === true) ended = true;
    else head = head.length === 0 ? next.value : concatBytes([head, next.value]);
  }
  const whole = startingWith(head, ended, chunks);
  const look = looksLike(head);
  if (look !== 'gzip' && look !== 'zstd') return yield* whole;
  const transform = decompressor(look);
  if (transform === null) {
    await chunks.return?.();
    throw unreadable('compression-unsupported', 'the input cannot be unpacked on this platform', look);
  }
  yield* inflate(look, transform, whole);
}

async function* startingWith(
  head: Uint8Array,
  ended: boolean,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let done = ended;
  try {
    if (head.length > 0) yield head;
    while (!done) {
      const next = await chunks.next();
      if (next.done === true) done = true;
      else yield next.value;
    }
  } finally {
    // whoever stops listening early has the source let go of its file
    if (!done) await chunks.return?.();
  }
}
