import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateClockOffset } from '../src/several/clock-offset.ts';
import { isFirstNearer, offsetsOf, type SharedPackets } from '../src/several/clocks.ts';

const delays = fc.array(fc.integer({ min: 0, max: 500_000_000 }), { minLength: 1, maxLength: 40 });
const offsets = fc.integer({ min: -1e15, max: 1e15 });

const packets = (offset: number, delay: number, hops: number) =>
  [
    { from: 'client', differenceNs: offset + delay, hops },
    { from: 'server', differenceNs: offset - delay, hops: -hops },
  ] as const;

const between = (first: number, second: number, offset: number, firstNearer = true): SharedPackets => {
  const delay = firstNearer ? 10 : -10;
  return {
    first,
    second,
    firstNearer,
    roundTripNs: null,
    packets: [
      { from: 'client', differenceNs: offset + delay, hops: 1 },
      { from: 'server', differenceNs: offset - delay, hops: -1 },
      { from: 'client', differenceNs: offset + 50 * delay, hops: 1 },
    ],
  };
};

describe('the distance between two clocks', () => {
  it('lies within the uncertainty, whatever the packets took', () => {
    fc.assert(
      fc.property(offsets, delays, delays, (offset, there, back) => {
        const estimate = estimateClockOffset(
          there.map((delay) => offset + delay),
          back.map((delay) => offset - delay),
        );
        expect(estimate.from).toBe('both-ways');
        expect(Math.abs(estimate.offsetNs - offset)).toBeLessThanOrEqual(estimate.uncertaintyNs! + 1);
        expect(estimate.uncertaintyNs).toBeCloseTo((Math.min(...there) + Math.min(...back)) / 2, 0);
      }),
    );
  });

  it('is exact when the fastest packets of both directions took as long', () => {
    const estimate = estimateClockOffset([5_010, 5_900, 5_010], [4_990, 1_000]);
    expect(estimate).toMatchObject({ offsetNs: 5_000, uncertaintyNs: 10, onward: 3, backward: 2 });
  });

  it('is bounded on one side by packets of one direction', () => {
    fc.assert(
      fc.property(offsets, delays, (offset, there) => {
        const atMost = estimateClockOffset(
          there.map((delay) => offset + delay),
          [],
        );
        expect(atMost).toMatchObject({ from: 'one-way', bound: 'at-most', uncertaintyNs: null });
        expect(atMost.offsetNs).toBeGreaterThanOrEqual(offset);
        const atLeast = estimateClockOffset(
          [],
          there.map((delay) => offset - delay),
        );
        expect(atLeast).toMatchObject({ from: 'one-way', bound: 'at-least', uncertaintyNs: null });
        expect(atLeast.offsetNs).toBeLessThanOrEqual(offset);
      }),
    );
  });

  it('is bounded on both sides by packets of one direction and a round trip', () => {
    fc.assert(
      fc.property(offsets, delays, fc.integer({ min: 0, max: 500_000_000 }), (offset, there, back) => {
        const roundTrip = Math.min(...there) + back;
        const estimate = estimateClockOffset(
          there.map((delay) => offset + delay),
          [],
          roundTrip,
        );
        expect(Math.abs(estimate.offsetNs - offset)).toBeLessThanOrEqual(estimate.uncertaintyNs! + 1);
      }),
    );
  });

  it('is unknown without packets', () => {
    expect(estimateClockOffset([], [])).toMatchObject({ from: 'nothing', uncertaintyNs: null });
  });

  it('does not give out when clocks drift so that the bounds cross', () => {
    expect(estimateClockOffset([100], [300])).toMatchObject({ offsetNs: 200, uncertaintyNs: 100 });
  });
});

describe('which capture is nearer to the client', () => {
  it('follows from the TTL, or from the time packets of both directions take', () => {
    expect(isFirstNearer(packets(-9e12, 10, 3))).toBe(true);
    expect(isFirstNearer(packets(9e12, -10, -3))).toBe(false);
    expect(isFirstNearer(packets(-9e12, 10, 0))).toBe(true);
    expect(isFirstNearer(packets(9e12, -10, 0))).toBe(false);
    expect(isFirstNearer([])).toBeNull();
    expect(isFirstNearer([{ from: 'client', differenceNs: 5, hops: 0 }])).toBeNull();
  });
});

describe('the clocks of several captures', () => {
  it('are told by way of a capture that shares packets with both', () => {
    const [first, second, third, fourth] = offsetsOf(4, [between(0, 2, 1_000), between(1, 2, 400)]);
    expect(first).toMatchObject({ offsetNs: 0, uncertaintyNs: 0 });
    expect(third).toMatchObject({ offsetNs: 1_000, uncertaintyNs: 10 });
    expect(second).toMatchObject({ offsetNs: 600, uncertaintyNs: 20 });
    expect(fourth).toBeNull();
  });

  it('are the same whichever capture the client is near', () => {
    expect(offsetsOf(2, [between(0, 1, 777, false)])[1]).toMatchObject({ offsetNs: 777, uncertaintyNs: 10 });
    expect(offsetsOf(2, [between(1, 0, -777)])[1]).toMatchObject({ offsetNs: 777, uncertaintyNs: 10 });
  });
});
