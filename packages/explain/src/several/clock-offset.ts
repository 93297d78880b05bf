/**
 * How far two captures' clocks are apart, from packets that are in both.
 *
 *     first clock    ──S────────────A──▶        a packet on its way to the second:  difference = offset + its time on the way
 *                       ╲          ╱            one on its way from it:             difference = offset - its time on the way
 *     second clock   ────S────────A────▶
 *
 * No packet arrives before it left, so the offset lies between the largest difference of one direction and the smallest of the
 * other: the fastest packets bound it best, however uneven the path is.
 */

/** What is known of the distance between two clocks. */
export interface ClockOffset {
  /** Nanoseconds that the second clock is ahead of the first. */
  readonly offsetNs: number;
  /** The truth is at most so far from it; `null`: no bound is known on one side. */
  readonly uncertaintyNs: number | null;
  /** What it rests on. `one-way`: packets of one direction only, taken to have been under way for no time or half a round trip. */
  readonly from: 'both-ways' | 'one-way' | 'nothing';
  /** Without an uncertainty: which side of `offsetNs` the truth lies on. */
  readonly bound: 'at-most' | 'at-least' | null;
  /** Packets it rests on: those that passed the first capture before the second, and the others. */
  readonly onward: number;
  readonly backward: number;
}

/** Largest and smallest without a spread: lists may be long. */
function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

/**
 * Estimates the offset. `onward`: time at the second capture minus time at the first, of packets that passed the first one
 * first; `backward`: the same of packets that passed the second one first. Nanoseconds. `roundTripNs`: how long a round trip
 * from the first capture takes, if that is known; it bounds what one direction alone leaves open.
 */
export function estimateClockOffset(
  onward: readonly number[],
  backward: readonly number[],
  roundTripNs: number | null = null,
): ClockOffset {
  const counts = { onward: onward.length, backward: backward.length };
  const most = least(onward);
  const fewest = -least(backward.map((difference) => -difference));
  if (onward.length > 0 && backward.length > 0) {
    // clocks that run at unlike speeds may turn the bounds round; the middle is still the best guess
    return {
      offsetNs: (most + fewest) / 2,
      uncertaintyNs: Math.abs(most - fewest) / 2,
      from: 'both-ways',
      bound: null,
      ...counts,
    };
  }
  if (onward.length === 0 && backward.length === 0) {
    return { offsetNs: 0, uncertaintyNs: null, from: 'nothing', bound: null, ...counts };
  }
  const ahead = onward.length > 0;
  const edge = ahead ? most : fewest;
  if (roundTripNs === null) {
    return {
      offsetNs: edge,
      uncertaintyNs: null,
      from: 'one-way',
      bound: ahead ? 'at-most' : 'at-least',
      ...counts,
    };
  }
  const half = roundTripNs / 2;
  return {
    offsetNs: ahead ? edge - half : edge + half,
    uncertaintyNs: half,
    from: 'one-way',
    bound: null,
    ...counts,
  };
}
