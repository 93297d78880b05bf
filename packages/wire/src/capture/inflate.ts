/**
 * One pass through a decompressing stream:
 *
 *     source ──write, one piece at a time──▶ DecompressionStream ──read──▶ chunks
 *
 * Writing runs beside reading, because a stream that is not read takes no more; that is what bounds the memory.
 *
 * A stream that errors throws away what nobody has read yet (ResetQueue of the Streams standard). So pieces are small, which bounds
 * what damage within one can take along, and the end, which is an error where the input was cut, is told when all has been read.
 */
import { CaptureError } from '../capture-error.ts';
import type { ByteTransform } from '../platform.ts';

/** How far writing came, for the side that reads. */
interface Progress {
  /** All of the source has been written. */
  ended: boolean;
  /** What the source threw, if it did. */
  sourceError: { readonly thrown: unknown } | null;
}

/** What the stream is given at a time, at most. Smaller pieces cost time, larger ones lose more to damage. */
const pieceBytes = 65_536;
const nothing = new Uint8Array(0);

/** zlib's word for "the input ended too early", which Node's streams pass on. */
const endedEarly = 'Z_BUF_ERROR';

/**
 * The chunks of `source` as they come out of `transform`.
 * Throws {@link CaptureError} `compression-damaged` or `compression-truncated`, and what `source` throws.
 */
export async function* inflate(
  format: 'gzip' | 'zstd',
  transform: ByteTransform,
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const output = transform.readable.getReader();
  const progress: Progress = { ended: false, sourceError: null };
  const writing = writeAll(transform, source, progress);
  let finished = false;
  try {
    for (;;) {
      const next = await output.read();
      if (next.done) break;
      yield next.value;
    }
    finished = true;
  } catch (error) {
    throw progress.sourceError === null ? damage(format, error, progress) : progress.sourceError.thrown;
  } finally {
    // the source may be waiting for bytes that never come, so nobody waits for it
    if (!finished) void output.cancel().catch(ignore);
    void writing.then(() => source.return()).catch(ignore);
  }
}

/** Writes the source into the transform; never throws: what goes wrong there is seen by the reading side. */
async function writeAll(
  transform: ByteTransform,
  source: AsyncGenerator<Uint8Array, void, undefined>,
  progress: Progress,
): Promise<void> {
  const input = transform.writable.getWriter();
  try {
    for (;;) {
      const next = await source.next().catch((thrown: unknown) => {
        progress.sourceError = { thrown };
        throw thrown;
      });
      if (next.done === true) break;
      for (let at = 0; at < next.value.length; at += pieceBytes)
        await input.write(next.value.subarray(at, at + pieceBytes));
    }
    progress.ended = true;
    // a browser's stream takes even nothing only when all before it has been read
    await input.write(nothing);
    await input.close();
  } catch (error) {
    await input.abort(error).catch(ignore);
  }
}

function damage(format: 'gzip' | 'zstd', error: unknown, progress: Progress): CaptureError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const truncated = code === endedEarly || (code === undefined && progress.ended);
  return new CaptureError(
    truncated ? 'compression-truncated' : 'compression-damaged',
    truncated ? `the input ends within its ${format} data` : `the input's ${format} data are damaged`,
    { looksLike: format },
  );
}

function ignore(): void {}
