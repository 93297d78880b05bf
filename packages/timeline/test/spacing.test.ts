import { expect, test } from 'vitest';
import { durationText, secondsText } from '../src/ladder/durations.ts';
import { describeSpacing } from '../src/ladder/spacing.ts';
import { ns } from './story.ts';

function spacing(...seconds: readonly number[]): string {
  return describeSpacing(seconds.map((s) => ns(s * 1000)))
    .map(({ kind, fromNs, toNs }) => `${kind} ${fromNs / 1e9}-${toNs / 1e9}`)
    .join(', ');
}

test('even distances are constant, within the jitter of a timer', () => {
  expect(spacing(1, 1.02, 0.99, 1.04)).toBe('constant 1-1.04');
});

test('distances that grow by about two each time are doubling', () => {
  expect(spacing(0.2, 0.41, 0.83, 1.66)).toBe('doubling 0.2-1.66');
});

test('a back-off that meets its limit doubles, then is constant', () => {
  expect(spacing(0.2, 0.4, 0.8, 1, 1, 1)).toBe('doubling 0.2-0.8, constant 1-1');
});

test('SYNs are even at first, then doubling', () => {
  expect(spacing(1, 1, 1, 1, 1, 2, 4, 8, 16, 32)).toBe('constant 1-1, doubling 2-32');
});

test('anything else is a range', () => {
  expect(spacing(0.5, 3, 0.1, 7, 0.2, 2)).toBe('irregular 0.1-7');
});

test('no distances need no words', () => {
  expect(describeSpacing([])).toEqual([]);
});

test.each([
  [0, '0.00 us'],
  [350_000, '350 us'],
  [20_100_000, '20.1 ms'],
  [999_960_000, '1.00 s'],
  [2_980_000_000, '2.98 s'],
  [133_000_000_000, '133 s'],
  [2_000_000_000_000, '2000 s'],
])('%d ns is %s', (atNs, text) => {
  expect(durationText(atNs, 3, 'us')).toBe(text);
});

test('seconds are relative to the start, and zero has no sign', () => {
  expect(secondsText(1_500_000_000, 1_000_000_000, 4)).toBe('0.5000');
  expect(secondsText(0, 20_000, 3)).toBe('0.000');
  expect(secondsText(0, 20_000_000, 3)).toBe('-0.020');
});
