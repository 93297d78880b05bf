import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backoff } from '../src/client/backoff.ts';
import { RetryBudget } from '../src/index.ts';
import { randomFrom } from './support/peers.ts';

const bounds = { baseMs: 100, capMs: 30_000 };

describe('the backoff', () => {
  it('draws from 0 up to a bound that doubles to the cap', () => {
    const most = new Backoff(bounds, () => 1);
    expect(Array.from({ length: 11 }, () => most.nextMs())).toEqual([
      100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000,
    ]);
    const least = new Backoff(bounds, () => 0);
    expect(Array.from({ length: 11 }, () => least.nextMs())).toEqual(Array<number>(11).fill(0));
  });

  it('stays within its bounds after any number of attempts', () => {
    const backoff = new Backoff(bounds, randomFrom(1));
    for (let attempt = 0; attempt < 5000; attempt += 1) {
      const ms = backoff.nextMs();
      expect(ms >= 0 && ms < 30_000, `attempt ${attempt}: ${ms} ms`).toBe(true);
    }
    // As large as ever, and not 0, which would be a storm.
    const late = Array.from({ length: 1000 }, () => backoff.nextMs());
    expect(Math.max(...late)).toBeGreaterThan(29_000);
    expect(late.filter((ms) => ms < 100).length).toBeLessThan(20);
  });

  it('begins anew when it is reset', () => {
    const backoff = new Backoff(bounds, () => 1);
    for (let count = 0; count < 5; count += 1) backoff.nextMs();
    backoff.reset();
    expect(backoff.nextMs()).toBe(100);
  });

  it('keeps to what the server asks for, and spreads who was asked the same', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(40),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (asked, attempts, part) => {
          const backoff = new Backoff(bounds, () => part);
          for (let count = 0; count < attempts; count += 1) backoff.nextMs();
          const ms = backoff.nextMs(asked);
          return ms >= asked && ms <= asked + Math.max(30_000, asked / 2);
        },
      ),
    );
    const clients = Array.from({ length: 1000 }, (_, seed) =>
      new Backoff(bounds, randomFrom(seed)).nextMs(10_000),
    );
    expect(Math.max(...clients) - Math.min(...clients)).toBeGreaterThan(4500);
  });

  it.each([4, 10, 30])(
    'spreads 10,000 clients at attempt %i: none of 100 ms holds more than its share',
    (attempt) => {
      const slots = new Map<number, number>();
      for (let client = 0; client < 10_000; client += 1) {
        const backoff = new Backoff(bounds, randomFrom(client * 7919));
        for (let count = 1; count < attempt; count += 1) backoff.nextMs();
        const slot = Math.floor(backoff.nextMs() / 100);
        slots.set(slot, (slots.get(slot) ?? 0) + 1);
      }
      const share = Math.max(...slots.values()) / 10_000;
      const bound = Math.min(30_000, 100 * 2 ** (attempt - 1));
      expect(share).toBeLessThan(Math.max(0.006, (100 / bound) * 1.2));
    },
  );
});

describe('a retry budget', () => {
  it('gives a burst at once, and then so many per second', () => {
    let now = 0;
    const budget = new RetryBudget({ burst: 3, perSecond: 2 }, () => now);
    expect([budget.takeMs(), budget.takeMs(), budget.takeMs()]).toEqual([0, 0, 0]);
    expect([budget.takeMs(), budget.takeMs()]).toEqual([500, 1000]);
    now = 1000;
    expect(budget.takeMs()).toBe(500);
    now = 1_000_000;
    expect([budget.takeMs(), budget.takeMs(), budget.takeMs(), budget.takeMs()]).toEqual([0, 0, 0, 500]);
  });

  it.each([
    ['burst', 0],
    ['burst', -1],
    ['burst', Number.NaN],
    ['perSecond', 0],
    ['perSecond', -1],
    ['perSecond', Number.NaN],
    ['perSecond', Number.POSITIVE_INFINITY],
  ])('refuses %s %d by its name', (name, value) => {
    expect(() => new RetryBudget({ [name]: value })).toThrow(RangeError);
    expect(() => new RetryBudget({ [name]: value })).toThrow(`${name}: ${value};`);
  });

  it('never lets more through than its burst and its rate, whoever asks when', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 100 }), (pauses) => {
        let now = 0;
        const budget = new RetryBudget({ burst: 5, perSecond: 1 }, () => now);
        const at = pauses.map((pause) => {
          now += pause;
          return now + budget.takeMs();
        });
        for (const from of at) {
          const within = at.filter((one) => one >= from && one < from + 10_000).length;
          expect(within).toBeLessThanOrEqual(5 + 10 + 1);
        }
      }),
    );
  });
});
