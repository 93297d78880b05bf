/** What is used of the platform beyond the language: parts of the Encoding and Compression standards, in browsers and Node alike. */

/** The reading end of a stream of bytes: `ReadableStream` and its like. */
export interface ByteStream {
  getReader(): {
    read(): Promise<
      { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value?: unknown }
    >;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** The part of `DecompressionStream` that is used. */
export interface ByteTransform {
  readonly readable: ByteStream;
  readonly writable: {
    getWriter(): {
      write(chunk: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(reason?: unknown): Promise<void>;
    };
  };
}

interface Platform {
  readonly DecompressionStream?: new (format: string) => ByteTransform;
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
}

const platform = globalThis as unknown as Platform;

/** Bytes as UTF-8 text; what is no UTF-8 turns into replacement characters. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new platform.TextDecoder().decode(bytes);
}

/** A stream that undoes a compression; `null` where the platform has none for it. */
export function decompressor(format: 'gzip' | 'zstd'): ByteTransform | null {
  try {
    return platform.DecompressionStream === undefined ? null : new platform.DecompressionStream(format);
  } catch {
    // the standard has the constructor throw for a format it does not know
    return null;
  }
}
