import { expect, it } from 'vitest';
import { Inbound } from '../src/conversation/inbound.ts';

const WINDOW_BYTES = 100_000;
const CHUNK_BYTES = 65_536;

/** Takes messages of `bytes` each, `perChunk` of them in every chunk of a socket; all of the memory that they keep. */
function keptBytes(count: number, bytes: number, perChunk: number): number {
  const inbound = new Inbound(0, false, null, WINDOW_BYTES, 'processed', () => undefined);
  let chunk = Buffer.alloc(0);
  for (let seq = 1; seq <= count; seq += 1) {
    if ((seq - 1) % perChunk === 0) chunk = Buffer.from(new ArrayBuffer(CHUNK_BYTES));
    inbound.accept(
      seq,
      chunk.subarray(((seq - 1) % perChunk) * bytes, (((seq - 1) % perChunk) + 1) * bytes),
      false,
    );
  }
  const kept = new Set<ArrayBufferLike>();
  for (let message = inbound.take(); message !== null; message = inbound.take())
    kept.add(message.data.buffer);
  return [...kept].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

it('short messages in chunks that hold little else of them are copied before they cost too much', () => {
  // 5,000 bytes of messages would keep 328 MB.
  expect(keptBytes(5000, 1, 1)).toBeLessThan(2 * WINDOW_BYTES + 600_000);
});

it('messages that fill their chunks stay where they are', () => {
  expect(keptBytes(80, 1024, 64)).toBe(2 * CHUNK_BYTES);
});
