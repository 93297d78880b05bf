/** The file store against real processes that are killed, and a real disk that is full. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileStore } from '../../src/index.ts';
import { storeConformance } from '../store-conformance.ts';
import { randomFrom } from '../support/peers.ts';
import { payloadOf } from './store-payloads.mjs';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'halfopen-store-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

storeConformance('fileStore with sync', {
  newPlace: async () => {
    const place = await mkdtemp(join(tmpdir(), 'halfopen-store-'));
    return {
      open: () => fileStore({ directory: place, compactBytes: 500 }),
      destroy: () => rm(place, { recursive: true, force: true }),
    };
  },
  histories: 20,
});

/** What a child said before it ended. */
async function linesOf(
  child: ChildProcess,
  onLine: () => void = () => undefined,
): Promise<readonly string[]> {
  let text = '';
  let errors = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    onLine();
  });
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(errors).toBe('');
  return text.split('\n').slice(0, -1);
}

describe('kill -9', () => {
  it.each([
    ['with sync', '1', 11, 20],
    ['without sync', '0', 12, 15],
  ])('at any moment loses nothing that was acknowledged, %s', async (_, sync, seed, kills) => {
    const random = randomFrom(seed);
    const acknowledged = new Map<
      string,
      { epoch: number; last: number; processed: number; settled: number }
    >();
    let total = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const child = spawn(process.execPath, [script('store-writer.mjs'), directory, sync, '3']);
      const end = (): void => void child.kill('SIGKILL');
      // One in four is killed on its way in: while it reads, claims and creates.
      let timer = kill % 4 === 3 ? setTimeout(end, 40 + random() * 40) : null;
      const lines = await linesOf(child, () => {
        timer ??= setTimeout(end, random() * 120);
      });
      total += lines.length;
      for (const line of lines) {
        const [key, ...numbers] = line.split(' ');
        const [epoch, last, processed, settled] = numbers.map(Number) as [number, number, number, number];
        acknowledged.set(key!, { epoch, last, processed, settled });
      }
      const store = fileStore({ directory });
      for (const [key, promised] of acknowledged) {
        const found = (await store.read(key))!;
        const last = found.outgoing.at(-1)?.seq ?? found.settledSeq;
        expect(found.epoch).toBeGreaterThanOrEqual(promised.epoch);
        expect(last).toBeGreaterThanOrEqual(promised.last);
        expect(found.processedSeq).toBeGreaterThanOrEqual(promised.processed);
        expect(found.settledSeq).toBeGreaterThanOrEqual(promised.settled);
        expect(found.outgoing[0]!.seq).toBe(found.settledSeq + 1);
        for (const { seq, payload } of found.outgoing) expect(payloadOf(seq).equals(payload!)).toBe(true);
      }
      await store.close();
    }
    expect(acknowledged.size).toBe(3);
    expect(total).toBeGreaterThan(500);
    const left = await readdir(join(directory, 'sessions'));
    expect(left.length).toBe(3);
  });
});

describe('several processes', () => {
  it('that fight for a session never lose or overwrite what one of them was told is stored', async () => {
    const store = fileStore({ directory });
    await store.create('k', 0, {});
    const rivals = Array.from({ length: 4 }, () =>
      linesOf(spawn(process.execPath, [script('store-rival.mjs'), directory, '150'])),
    );
    const lines = (await Promise.all(rivals)).flat().map((line) => line.split(' ').map(Number));
    expect(lines.length).toBe(600);
    const found = (await store.read('k'))!;
    const wroteAt = new Map(
      found.outgoing.map(({ seq, payload }) => [seq, Number(Buffer.from(payload!).toString())]),
    );
    for (const [epoch, seq] of lines) expect([seq, wroteAt.get(seq!)]).toEqual([seq, epoch]);
    const epochs = [...wroteAt.values()];
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
    expect(new Set(epochs).size).toBeGreaterThan(8);
    await store.close();
  });
});

/** Whether this user may mount in a mount namespace of its own; else why not. */
const mountRefused = ((): string | null => {
  const { status, stderr, error } = spawnSync(
    'unshare',
    [...(process.getuid?.() === 0 ? [] : ['-r']), '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'],
    { encoding: 'utf8' },
  );
  return status === 0 ? null : (error?.message ?? stderr.trim());
})();
if (mountRefused !== null) process.stderr.write(`The full disk was NOT tested: ${mountRefused}\n`);

describe.skipIf(mountRefused !== null)('a full disk', () => {
  it('refuses with HO_STORE_FAILED, loses nothing, and goes on when there is room', async () => {
    const place = join(directory, 'small');
    await mkdir(place);
    const mount = `mount -t tmpfs -o size=512k tmpfs "$1" && exec "$2" "$3" "$1"`;
    const userMap = process.getuid?.() === 0 ? [] : ['-r'];
    const args = [
      ...userMap,
      '-m',
      'sh',
      '-c',
      mount,
      'sh',
      place,
      process.execPath,
      script('store-full-disk.mjs'),
    ];
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    const result = JSON.parse(stdout) as { readonly acknowledged: number };
    expect(result.acknowledged).toBeGreaterThan(100);
    expect(result).toEqual({
      acknowledged: result.acknowledged,
      append: { code: 'HO_STORE_FAILED', errno: 'ENOSPC', retryable: true },
      following: 'HO_STORE_FAILED',
      claim: { code: 'HO_STORE_FAILED', errno: 'ENOSPC' },
      thereWhenFull: result.acknowledged,
      claimAfter: 'claimed',
      thereAfter: result.acknowledged + 20,
      whole: true,
    });
  });
});
