import { describe, expect, it } from 'vitest';
import { byeMeanings, byeReason } from '../src/protocol/bye-codes.ts';

describe('the numbers of BYE reasons', () => {
  it('are those that peers of every version know', () => {
    expect(
      Object.entries(byeMeanings).map(([name, { number, retryable }]) => [number, name, retryable]),
    ).toEqual([
      [1, 'version', false],
      [2, 'malformed', false],
      [3, 'not-authentic', false],
      [4, 'unknown-session', false],
      [5, 'state-gap', false],
      [6, 'fenced', false],
      [7, 'limit', true],
      [8, 'going-away', true],
      [9, 'aborted', false],
      [10, 'too-large', false],
      [11, 'unavailable', true],
      [12, 'done', false],
    ]);
  });

  it('are unique, fit in a byte, and lead back to their names', () => {
    const numbers = Object.values(byeMeanings).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const [name, { number }] of Object.entries(byeMeanings)) {
      expect(number).toBeGreaterThan(0);
      expect(number).toBeLessThan(256);
      expect(byeReason(number)).toBe(name);
    }
  });

  it('of the future are understood as malformed', () => {
    for (const number of [0, 13, 255]) expect(byeReason(number)).toBe('malformed');
  });
});
