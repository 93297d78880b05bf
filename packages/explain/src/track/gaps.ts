/** How one gap between repetitions compares with the gap before: what tells an exponential back-off from a steady beat. */

const DOUBLED = 1.5;
const SHRUNK = 0.6;

/** About twice as long, or longer. */
export function gapIsDoubled(beforeNs: number, gapNs: number): boolean {
  return gapNs >= beforeNs * DOUBLED;
}

/** About as long. */
export function gapIsSteady(beforeNs: number, gapNs: number): boolean {
  return gapNs > beforeNs * SHRUNK && gapNs < beforeNs * DOUBLED;
}
