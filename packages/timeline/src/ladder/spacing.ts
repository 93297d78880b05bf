/** Tells evenly spaced, doubling and irregular distances apart, as back-off makes them. */
import type { Spacing } from './geometry.ts';

const constantWithin = 0.12;
const constantWithinNs = 3_000_000;
const doublingFrom = 1.7;
const doublingTo = 2.35;
/** More stretches than this say less than a range. */
const maxStretches = 3;

/** Describes distances in time, in nanoseconds, as few stretches. Empty for no distances. */
export function describeSpacing(distancesNs: readonly number[]): readonly Spacing[] {
  const stretches: Spacing[] = [];
  for (let start = 0; start < distancesNs.length;) {
    const constant = extend(distancesNs, start, (here) => isSame(distancesNs[start] ?? 0, here));
    const doubling = extend(distancesNs, start, (here, before) => {
      const factor = here / before;
      return factor >= doublingFrom && factor <= doublingTo;
    });
    const end = Math.max(constant, constant > start + 1 ? constant : doubling);
    const kind = end === constant ? 'constant' : 'doubling';
    stretches.push({ kind, fromNs: distancesNs[start] ?? 0, toNs: distancesNs[end - 1] ?? 0 });
    start = end;
  }
  if (stretches.length <= maxStretches) return stretches;
  let fromNs = Infinity;
  let toNs = -Infinity;
  for (const distance of distancesNs) {
    fromNs = Math.min(fromNs, distance);
    toNs = Math.max(toNs, distance);
  }
  return [{ kind: 'irregular', fromNs, toNs }];
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(constantWithinNs, constantWithin * Math.abs(a));
}

/** The index after the last distance that continues the stretch. */
function extend(
  distancesNs: readonly number[],
  start: number,
  goesOn: (here: number, before: number) => boolean,
): number {
  let end = start + 1;
  for (;;) {
    const here = distancesNs[end];
    const before = distancesNs[end - 1];
    if (here === undefined || before === undefined || !goesOn(here, before)) return end;
    end += 1;
  }
}
