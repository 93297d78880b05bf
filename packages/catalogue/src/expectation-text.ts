/** Parts of an expectation in words, so that the page of a case and a surprise of the lab speak alike. */
import type { SegmentStep, Times } from './expectation.ts';

/** How often, as the end of a phrase: `, once or more`; empty for exactly once. */
export function timesText(times: Times | undefined): string {
  if (times === undefined) return '';
  const { min, max } = times;
  if (max === null)
    return min === 0 ? ', any number of times' : min === 1 ? ', once or more' : `, ${min} times or more`;
  if (min === 0) return max === 1 ? ', perhaps' : `, up to ${max} times`;
  return min === max ? `, ${min} times` : `, ${min} to ${max} times`;
}

/** A segment after the sign that stands for its sender: `> DATA or FIN again, once or more`. */
export function segmentText(
  { by, kinds, retransmitted, times }: SegmentStep,
  signs: Readonly<Record<SegmentStep['by'], string>>,
): string {
  const again = retransmitted === true ? ' again' : '';
  return `${signs[by]} ${kinds.join(' or ')}${again}${timesText(times)}`;
}
