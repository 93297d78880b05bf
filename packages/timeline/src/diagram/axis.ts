/** From times to heights and back. */
import { firstAtLeast } from '../search.ts';
import type { Axis } from './diagram.ts';

/** The heights that the moments of each instant take. */
export interface Heights {
  readonly ns: readonly number[];
  /** Of its first moments. */
  readonly tops: readonly number[];
  /** Of its last moment: equal to the top, but where labels of one time stand below each other. */
  readonly bottoms: readonly number[];
}

/** The axis through these heights. */
export function axisOf({ ns, tops, bottoms }: Heights): Axis {
  const last = ns.length - 1;
  return {
    fromNs: ns[0] ?? 0,
    toNs: ns[last] ?? 0,
    yOf(at) {
      const next = firstAtLeast(ns, at);
      if (next > last) return bottoms[last] ?? 0;
      if (next === 0 || ns[next] === at) return tops[next]!;
      return between(at, ns[next - 1]!, ns[next]!, bottoms[next - 1]!, tops[next]!);
    },
    nsAt(y) {
      const next = firstAtLeast(bottoms, y);
      if (next > last) return ns[last] ?? 0;
      if (next === 0) return ns[next]!;
      return between(y, bottoms[next - 1]!, tops[next]!, ns[next - 1]!, ns[next]!);
    },
  };
}

function between(value: number, from: number, to: number, fromResult: number, toResult: number): number {
  // Rounding must not lead beyond the end; and all lines of one time stand for it.
  return Math.min(toResult, fromResult + ((value - from) / (to - from)) * (toResult - fromResult));
}
