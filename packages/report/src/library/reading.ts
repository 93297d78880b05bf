/** Files as the engine takes them. */

/** A file, or anything else with bytes, under a name. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

const CHUNK_BYTES = 4 << 20;
/** A larger file is not read a second time only to be named exactly. */
const MOST_HASHED_BYTES = 512 << 20;

/** The bytes of a blob, piece by piece: no more of it is in memory at a time. */
export async function* piecesOf(
  blob: Blob,
  read: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < blob.size; at += CHUNK_BYTES) {
    const piece = new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer());
    read(piece.length);
    yield piece;
  }
}

/** Up to this size the bytes of a file are kept: fetching them takes longer than going through them. */
const MOST_KEPT_BYTES = 128 << 20;

/** A file that is gone through again and again. */
export class Reread {
  readonly #blob: Blob;
  readonly #kept: Uint8Array[] = [];
  #isWhole = false;

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  /** Its bytes from the beginning, piece by piece. */
  async *pieces(
    read: (bytes: number) => void = () => undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#isWhole) return yield* this.#kept;
    const isSmall = this.#blob.size <= MOST_KEPT_BYTES;
    this.#kept.length = 0;
    for await (const piece of piecesOf(this.#blob, read)) {
      if (isSmall) this.#kept.push(piece);
      yield piece;
    }
    this.#isWhole = isSmall;
  }
}

/** SHA-256 in hexadecimal; `null`: the file is too large for that, or the browser does not offer it here. */
export async function sha256Of(blob: Blob): Promise<string | null> {
  if (blob.size > MOST_HASHED_BYTES || globalThis.crypto?.subtle === undefined) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
