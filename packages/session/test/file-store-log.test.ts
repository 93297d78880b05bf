/** Logs as crashes, disks and strangers leave them. */
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileStoreOptions, fileStore, type SessionStore } from '../src/index.ts';
import { crc32ByTable } from '../src/store/file/crc32.ts';
import { encodeHeader, encodeRecord } from '../src/store/file/log-format.ts';
import { readLog } from '../src/store/file/read-log.ts';

let directory: string;
let stores: SessionStore[];

function open(options: Omit<FileStoreOptions, 'directory'> = {}): SessionStore {
  const store = fileStore({ directory, sync: false, ...options });
  stores.push(store);
  return store;
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'halfopen-store-'));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await rm(directory, { recursive: true, force: true });
});

async function sessionDirectory(): Promise<string> {
  const [name] = await readdir(join(directory, 'sessions'));
  return join(directory, 'sessions', name!);
}

async function logPath(): Promise<string> {
  const path = await sessionDirectory();
  const name = (await readdir(path)).find((one) => one.endsWith('.log'));
  return join(path, name!);
}

const message = (
  seq: number,
  text = `message ${seq}`,
): { readonly seq: number; readonly payload: Buffer } => ({
  seq,
  payload: Buffer.from(text),
});

/** A log of five records, and where each one after the first ends. */
async function someLog(): Promise<{
  readonly bytes: Buffer;
  readonly first: number;
  readonly ends: readonly number[];
}> {
  const store = open();
  await store.create('k', 1, { seed: 'abc' });
  const path = await logPath();
  const first = (await stat(path)).size;
  const ends: number[] = [];
  for (let seq = 1; seq <= 4; seq += 1) {
    await store.append('k', 1, { outgoing: [message(seq)], processedSeq: seq * 10 });
    ends.push((await stat(path)).size);
  }
  return { bytes: await readFile(path), first, ends };
}

/** A record with one message, whose sequence number is the record's number. */
function recordOf(salt: Buffer, number: number, payload: Buffer): Buffer {
  return encodeRecord(salt, number, { processedSeq: 0, settledSeq: 0, outgoing: [{ seq: number, payload }] });
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

/** How many files of the store with such a name this process has open. */
async function countOpened(name: RegExp): Promise<number> {
  const fds = await readdir('/proc/self/fd');
  const targets = await Promise.all(fds.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(directory) && name.test(target)).length;
}

/** A session with one message in whose directory a crash left these files. */
async function crashed(files: (id: string, epoch: number) => readonly string[]): Promise<SessionStore> {
  const store = open();
  await store.create('k', 1, {});
  await store.append('k', 1, { outgoing: [message(1)] });
  const path = await sessionDirectory();
  const id = (await readdir(path))[0]!.slice(0, 16);
  for (const name of files(id, 5)) await writeFile(join(path, name), '');
  return store;
}

describe('a log', () => {
  it('that is cut at any byte gives what was whole before', async () => {
    const { bytes, first, ends } = await someLog();
    for (let length = 0; length <= bytes.length; length += 1) {
      const cut = bytes.subarray(0, length);
      if (length < first) {
        expect(() => readLog('f', cut)).toThrow(/f is damaged at offset/);
        continue;
      }
      const whole = ends.filter((end) => end <= length).length;
      const { session, wholeBytes } = readLog('f', cut);
      expect(session.outgoing.map(({ seq, payload }) => [seq, String(payload)])).toEqual(
        Array.from({ length: whole }, (_, index) => [index + 1, `message ${index + 1}`]),
      );
      expect(session.processedSeq).toBe(whole * 10);
      expect(wholeBytes).toBe(whole === 0 ? first : ends[whole - 1]);
    }
  });

  it('with any bit flipped is refused with the place, unless that tears the last record', async () => {
    const { bytes, ends } = await someLog();
    const lastBegins = ends[2]!;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      if (bit >> 3 < lastBegins) {
        expect(() => readLog('f', flipped)).toThrow(
          expect.objectContaining({ code: 'HO_STORE_FAILED', retryable: false }) as Error,
        );
      } else {
        expect(readLog('f', flipped).session.outgoing.length).toBe(3);
      }
    }
  });

  it('with any bytes in it never throws anything else, nor trusts a length', async () => {
    const { bytes } = await someLog();
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(bytes.length - 1), put: fc.uint8Array({ maxLength: 12 }) })),
        fc.uint8Array({ maxLength: 64 }),
        (patches, tail) => {
          const hurt = Buffer.concat([bytes, tail]);
          for (const { at, put } of patches) hurt.set(put.subarray(0, hurt.length - at), at);
          try {
            expect(readLog('f', hurt).session.outgoing.length).toBeLessThanOrEqual(4);
          } catch (error) {
            expect(error).toMatchObject({ code: 'HO_STORE_FAILED' });
          }
        },
      ),
    );
  });

  it('whose torn end carries a payload that looks like a record is cut all the same', async () => {
    const salt = Buffer.alloc(8, 7);
    const forged = recordOf(Buffer.alloc(8), 2, Buffer.from('forged'));
    const begin = encodeRecord(salt, 0, {
      identity: { key: 'k', epoch: 1, about: {} },
      processedSeq: 0,
      settledSeq: 0,
      outgoing: [],
    });
    const torn = recordOf(salt, 1, Buffer.concat([forged, Buffer.alloc(100)])).subarray(0, -10);
    expect(readLog('f', Buffer.concat([encodeHeader(salt), begin, torn])).session.outgoing).toEqual([]);
  });

  it('that is damaged fails claims and reads, and stays as it is', async () => {
    const { bytes, ends } = await someLog();
    const path = await logPath();
    const hurt = Buffer.from(bytes);
    hurt[ends[1]! - 5]! ^= 1;
    await writeFile(path, hurt);
    const failure = {
      code: 'HO_STORE_FAILED',
      message: expect.stringMatching(
        new RegExp(`${path} is damaged at offset ${ends[0]}: .*move the directory ${dirname(path)} away`),
      ),
    };
    await expect(open().read('k')).rejects.toMatchObject(failure);
    await expect(open().claim('k', 2)).rejects.toMatchObject(failure);
    expect(await readFile(path)).toEqual(hurt);
  });

  it('torn at its end is gone on with by the next claim', async () => {
    const { bytes } = await someLog();
    await truncate(await logPath(), bytes.length - 3);
    const store = open();
    const claim = await store.claim('k', 2);
    expect(claim.kind === 'claimed' && claim.session.outgoing.length).toBe(3);
    await store.append('k', 2, { outgoing: [message(4, 'again')] });
    expect((await open().read('k'))?.outgoing.map(({ payload }) => String(payload))).toEqual([
      'message 1',
      'message 2',
      'message 3',
      'again',
    ]);
  });

  it('does not grow without end', async () => {
    const store = open({ compactBytes: 4096 });
    await store.create('k', 1, {});
    for (let seq = 1; seq <= 500; seq += 1)
      await store.append('k', 1, { outgoing: [message(seq, 'x'.repeat(100))], settledSeq: seq - 1 });
    expect((await stat(await logPath())).size).toBeLessThan(4096 + 300);
    expect((await open().read('k'))?.outgoing.map(({ seq }) => seq)).toEqual([500]);
  });
});

describe('the directory', () => {
  it('is for its user only', async () => {
    await open().create('k', 1, { seed: 'secret' });
    expect(await modeOf(await logPath())).toBe(0o600);
    expect(await modeOf(await sessionDirectory())).toBe(0o700);
    expect(await modeOf(join(directory, 'sessions'))).toBe(0o700);
  });

  it('holds one log and one claim after many claims, and nothing after removal', async () => {
    const store = open();
    await store.create('k', 0, {});
    for (let epoch = 1; epoch <= 20; epoch += 1) await (epoch % 2 === 0 ? store : open()).claim('k', epoch);
    expect((await readdir(await sessionDirectory())).map((name) => name.slice(17)).sort()).toEqual([
      '20.claim',
      '20.log',
    ]);
    await store.remove('k', 20);
    expect(await readdir(join(directory, 'sessions'))).toEqual([]);
    expect(await readdir(join(directory, 'new'))).toEqual([]);
  });

  it('keeps as many files open as it may', async () => {
    const store = open({ openFiles: 4 });
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    for (const key of keys) await store.create(key, 1, {});
    let most = 0;
    for (const seq of [1, 2]) {
      const state = { over: false };
      const appends = Promise.all(
        keys.map((key) => store.append(key, 1, { outgoing: [message(seq)] })),
      ).finally(() => {
        state.over = true;
      });
      while (process.platform === 'linux' && !state.over) most = Math.max(most, await countOpened(/\.log$/));
      await appends;
    }
    expect(most).toBeLessThanOrEqual(4);
    for (const key of keys) expect((await store.read(key))?.outgoing.length).toBe(2);
  });

  it('forgets sessions that nobody has used for so long', async () => {
    const first = open();
    for (const key of ['a', 'b', 'c']) await first.create(key, 1, {});
    const longAgo = new Date(Date.now() - 7_200_000);
    const sessions = join(directory, 'sessions');
    for (const name of await readdir(sessions))
      for (const file of await readdir(join(sessions, name)))
        await utimes(join(sessions, name, file), longAgo, longAgo);
    await first.append('a', 1, {});
    await first.append('b', 1, { processedSeq: 1 });
    const second = open({ ttlMs: 3_600_000 });
    await second.create('d', 1, {});
    await second.close();
    const third = open();
    const there = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (key) => (await third.read(key)) !== null),
    );
    expect(there).toEqual([true, true, false, true]);
    expect((await readdir(sessions)).length).toBe(3);
  });

  it('loses a session in the making that a crash left there long ago', async () => {
    const old = join(directory, 'new', 'old');
    const recent = join(directory, 'new', 'recent');
    await mkdir(old, { recursive: true });
    await mkdir(recent);
    const longAgo = new Date(Date.now() - 7_200_000);
    await utimes(old, longAgo, longAgo);
    await open().read('k');
    expect(await readdir(join(directory, 'new'))).toEqual(['recent']);
  });
});

describe('after a crash in the middle of', () => {
  it('a claim, the older writer is fenced, and a higher epoch takes over', async () => {
    const old = await crashed((id, epoch) => [`${id}-${epoch}.claim`, `${id}-${epoch}.tmp`]);
    await expect(old.append('k', 1, { outgoing: [message(2)] })).rejects.toMatchObject({
      code: 'HO_FENCED',
      message: expect.stringContaining('another process or server uses this store and this name now'),
    });
    expect(await open().claim('k', 5)).toEqual({ kind: 'held', epoch: 5 });
    expect(await open().read('k')).toMatchObject({ epoch: 5 });
    const claim = await open().claim('k', 6);
    expect(claim).toMatchObject({ kind: 'claimed', session: { epoch: 1, outgoing: [{ seq: 1 }] } });
    expect((await readdir(await sessionDirectory())).length).toBe(2);
  });

  it('a removal, the session stays removed', async () => {
    const old = await crashed((id) => [`${id}-1.gone`]);
    expect(await open().read('k')).toBeNull();
    expect(await open().claim('k', 9)).toEqual({ kind: 'unknown' });
    await expect(old.append('k', 1, { processedSeq: 2 })).rejects.toMatchObject({ code: 'HO_STORE_FAILED' });
    await open().create('k', 1, { made: 'again' });
    expect(await open().read('k')).toMatchObject({ about: { made: 'again' }, outgoing: [] });
  });

  it('a removal that came too late, the higher claim stands', async () => {
    await crashed(() => []);
    const store = open();
    await store.claim('k', 7);
    const path = await sessionDirectory();
    const id = (await readdir(path))[0]!.slice(0, 16);
    await writeFile(join(path, `${id}-1.gone`), '');
    await store.append('k', 7, { outgoing: [message(2)] });
    expect(await open().read('k')).toMatchObject({ epoch: 7, outgoing: [{ seq: 1 }, { seq: 2 }] });
  });
});

it('computes CRC-32 by table as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(crc32ByTable(b, crc32ByTable(a))).toBe(crc32(b, crc32(a)));
    }),
  );
});
