import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PcapngClock } from '../src/pcapng/clock.ts';

const billion = 1_000_000_000n;

function unitsPerSecond(resolution: number): bigint {
  return resolution < 128 ? 10n ** BigInt(resolution) : 2n ** BigInt(resolution - 128);
}

function read(clock: PcapngClock, timestamp: bigint): bigint {
  clock.set(Number(timestamp >> 32n), Number(timestamp & 0xffffffffn));
  expect(clock.nanoseconds).toBeLessThan(1e9);
  return BigInt(clock.seconds) * billion + BigInt(clock.nanoseconds);
}

const resolution = fc.oneof(fc.integer({ min: 5, max: 19 }), fc.integer({ min: 140, max: 191 }));

describe('the clock', () => {
  it('is right to the unit on both sides of every nanosecond, in any order', () => {
    const time = fc.bigInt({ min: 0n, max: 2n ** 62n });
    fc.assert(
      fc.property(resolution, fc.array(time, { minLength: 1, maxLength: 5 }), (option, times) => {
        const units = unitsPerSecond(option);
        const clock = new PcapngClock(option, 0);
        for (const each of times) {
          // the first count that belongs to a nanosecond within the range of 64 bits
          const nanosecond = each % ((billion << 64n) / units);
          const first = (nanosecond * units + billion - 1n) / billion;
          for (const timestamp of [first, first - 1n, first + 1n]) {
            const inside = BigInt.asUintN(64, timestamp);
            expect(read(clock, inside)).toBe((inside * billion) / units);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('counts whole seconds where the resolution says so', () => {
    expect(read(new PcapngClock(0, 0), 1_700_000_000n)).toBe(1_700_000_000n * billion);
    expect(read(new PcapngClock(128, 0), 1_700_000_000n)).toBe(1_700_000_000n * billion);
    expect(read(new PcapngClock(129, 0), 3n)).toBe(1_500_000_000n);
    expect(read(new PcapngClock(1, 0), 3n)).toBe(300_000_000n);
  });

  it('adds the offset to seconds alone', () => {
    const clock = new PcapngClock(6, -10);
    expect(read(clock, 3_250_000n)).toBe(-7n * billion + 250_000_000n);
    expect(clock.nanoseconds).toBe(250_000_000);
  });

  it('reads zero with the finest resolutions there are', () => {
    expect(read(new PcapngClock(127, 0), 2n ** 64n - 1n)).toBe(0n);
    expect(read(new PcapngClock(255, 0), 2n ** 64n - 1n)).toBe(0n);
  });
});
