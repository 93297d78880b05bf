import { expect, test } from 'vitest';
import { findProgram, measure, measureByPolling } from '../src/measure/measure.ts';
import { readers } from '../src/measure/readers.ts';
import { ratesOf, resultTable } from '../src/measure/table.ts';
import type { ReaderResult } from '../src/measure/table.ts';
import { parseSize } from '../src/size.ts';

const hundredMegabytes = 100e6;
/** Holds 100 MB and works for a while, so that a look every few milliseconds finds it. */
const heavy = [
  '-e',
  'const held = Buffer.alloc(1e8, 1); const end = Date.now() + 400; while (Date.now() < end) held[0]++;',
];

test.each([
  ['GNU time', measure],
  ['polling', measureByPolling],
])('%s sees memory and time of a child', async (_, run) => {
  const taken = await run(process.execPath, heavy);
  expect(taken.exitCode).toBe(0);
  expect(taken.peakBytes).toBeGreaterThan(hundredMegabytes);
  expect(taken.cpuSeconds).toBeGreaterThan(0.2);
  expect(taken.wallSeconds).toBeGreaterThan(0.4);
});

test('a failing child is told by its exit code and last words', async () => {
  const taken = await measure(process.execPath, ['-e', 'console.error("no\\nsuch file"); process.exit(3)']);
  expect(taken).toMatchObject({ exitCode: 3, lastWords: 'such file' });
});

test('programs are found on PATH, or not at all', () => {
  expect(findProgram('sh')).toMatch(/\/sh$/);
  expect(findProgram(process.execPath)).toBe(process.execPath);
  expect(findProgram('no-such-program-anywhere')).toBeUndefined();
});

const [halfopen] = readers;
const tshark = readers.find(({ name }) => name === 'tshark');
const size = { frames: 2_000_000, bytes: 1_000_000_000 };
const first: ReaderResult = {
  reader: halfopen,
  note: '',
  measured: { wallSeconds: 0.5, cpuSeconds: 0.6, peakBytes: 100e6, exitCode: 0, lastWords: '' },
};

test('rates and ratios', () => {
  const slow: ReaderResult = {
    ...first,
    measured: { wallSeconds: 10, cpuSeconds: 10, peakBytes: 1000e6, exitCode: 0, lastWords: '' },
  };
  expect(ratesOf(size, slow, first)).toEqual({
    framesPerSecond: 200_000,
    megabytesPerSecond: 100,
    peakMegabytes: 1000,
    timesFirst: 20,
    memoryTimesFirst: 10,
  });
});

test('the table has a line for each reader, also for one that is not installed', () => {
  const absent: ReaderResult = {
    reader: tshark ?? halfopen,
    measured: null,
    note: 'skipped: not installed',
  };
  const text = resultTable(size, [first, absent]);
  expect(text).toMatch(/^2000000 frames, 1000\.0 MB$/m);
  expect(text).toMatch(/^halfopen explain .* 0\.50 +0\.60 +4\.00 +2000 +100 +x 1\.00 +x 1\.00$/m);
  expect(text).toMatch(/^tshark .* {2}skipped: not installed$/m);
});

test.each([
  ['1GB', 1e9],
  ['1.5 MB', 1.5e6],
  ['20kb', 20_000],
  ['4096', 4096],
])('%s is a size', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', 'GB', '1TB', '-1', '1e9'])('%j is none', (text) => {
  expect(() => parseSize(text)).toThrow('not a size');
});
