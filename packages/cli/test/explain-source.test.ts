import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shortNames } from '../src/explain/file-names.ts';
import type { Input } from '../src/explain/input.ts';
import { Source } from '../src/explain/source.ts';

const capture = new Uint8Array(
  readFileSync(new URL('../../../captures/close-unread.client.pcap', import.meta.url)),
);
const FIRST_RECORD = 24;

interface Given extends Input {
  isClosed: boolean;
}

/** Gives the bytes in pieces, all of them through the same buffer unless they are packed: the platform unpacks in its own time. */
function inputOf(bytes: Uint8Array, pieces: number, failing = false): Given {
  const isPacked = bytes[0] === 0x1f;
  let buffer = new Uint8Array(pieces);
  const input: Given = {
    file: 'x.pcap',
    name: 'x.pcap',
    totalBytes: bytes.length,
    readBytes: () => 0,
    isClosed: false,
    close: () => undefined,
    async *chunks() {
      try {
        for (let at = 0; at < bytes.length; at += pieces) {
          const piece = bytes.subarray(at, at + pieces);
          buffer.set(piece);
          yield buffer.subarray(0, piece.length);
          if (isPacked) buffer = new Uint8Array(pieces);
          buffer.fill(0xee);
        }
        if (failing) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'read' });
      } finally {
        input.isClosed = true;
      }
    },
  };
  return input;
}

async function allOf(source: Source): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.bytes()) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

const { signal } = new AbortController();

describe('an input that is read ahead', () => {
  it('loses nothing, however it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 700 }), fc.boolean(), async (pieces, packed) => {
        const source = new Source(inputOf(packed ? gzipSync(capture) : capture, pieces), signal);
        await source.open();
        expect(source.frames).toBeGreaterThan(0);
        expect((await allOf(source)).equals(capture)).toBe(true);
        expect([source.frames, source.damage]).toEqual([6, null]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['nothing', new Uint8Array(0), /it is empty/],
    ['text', Buffer.from('hello, this is no capture'), /looks like text/],
    [
      'damage before the first frame',
      Buffer.concat([capture.subarray(0, FIRST_RECORD), Buffer.alloc(64, 0xee)]),
      /record 1 claims/,
    ],
  ])('cannot be opened: %s', async (_, bytes, message) => {
    for (const pieces of [4, 1000]) {
      const source = new Source(inputOf(bytes, pieces), signal);
      await expect(source.open()).rejects.toThrow(message);
    }
  });

  it('opens without a frame where there is none', async () => {
    const source = new Source(inputOf(capture.subarray(0, FIRST_RECORD), 10), signal);
    await source.open();
    expect((await allOf(source)).equals(capture.subarray(0, FIRST_RECORD))).toBe(true);
    expect(source.damage).toBe(null);
  });

  it.each([
    ['of the capture', inputOf(Buffer.concat([capture, Buffer.alloc(64, 0xee)]), 50), /record 7 claims/],
    ['of the device', inputOf(capture, 50, true), /i\/o error/],
  ])('knows of damage %s further on', async (_, input, message) => {
    const source = new Source(input, signal);
    await source.open();
    expect(source.damage).toBe(null);
    await allOf(source).catch(() => undefined);
    expect(source.frames).toBe(6);
    expect(String(source.damage)).toMatch(message);
  });

  it('lets go of what nobody wants to read on', async () => {
    const input = inputOf(capture, 100);
    const source = new Source(input, signal);
    await source.open();
    expect(input.isClosed).toBe(false);
    await source.close();
    expect(input.isClosed).toBe(true);
  });

  it('gives no further bytes to somebody who has been told to stop', async () => {
    const stop = new AbortController();
    const source = new Source(inputOf(capture, 200), stop.signal);
    await source.open();
    const bytes = source.bytes();
    await bytes.next();
    stop.abort(new Error('enough'));
    await expect(bytes.next()).rejects.toThrow('enough');
    expect(source.damage).toBe(null);
  });
});

describe('names of files', () => {
  it('are as short as they can be told apart', () => {
    const files = ['runs/a/client.pcap', 'runs/a/server.pcap', 'b/server.pcap', '-'];
    expect(files.map(shortNames(files))).toEqual([
      'client.pcap',
      'runs/a/server.pcap',
      'b/server.pcap',
      'standard input',
    ]);
  });
});
