/** Bytes as text, and small. */

const CHUNK = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** Throws where the text is no base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function through(text: BlobPart, transform: ReadableWritablePair<Uint8Array, BufferSource>): Response {
  return new Response(
    new Blob([text]).stream().pipeThrough(transform) as ReadableStream<Uint8Array<ArrayBuffer>>,
  );
}

/** Gzipped. */
export async function deflate(text: string): Promise<Uint8Array> {
  return new Uint8Array(await through(text, new CompressionStream('gzip')).arrayBuffer());
}

/** The text that was gzipped. Throws where the bytes are damaged. */
export function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return through(bytes, new DecompressionStream('gzip')).text();
}
