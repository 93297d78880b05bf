/** How wide the lanes would like to be. */
import type { Side } from '@halfopen/catalogue';
import type { EventRow, LadderEnd } from '../geometry.ts';
import type { Glyphs } from './glyphs.ts';
import { callLines, kernelText, leastCallWidth, lossText, packetLabels, stateText } from './words.ts';

const arrowMargin = 6;
const routerMargin = 10;
/** Widths of the wire lane, from barely usable to no use for more. */
export const wireSizes = { least: 14, small: 18, usual: 24, crossing: 28, most: 56 } as const;
/** Widths of a call lane. `broken`: results longer than this may be broken. */
export const callSizes = { head: 14, least: 17, small: 22, usual: 26, broken: 28, most: 44 } as const;

/** How wide a lane may be: narrower than `least` breaks its text badly, `wished` shows everything, more than `most` is of no use. */
export interface Wish {
  readonly least: number;
  /** Enough for what the lane is for; `wished` may count its head too. */
  readonly content: number;
  readonly wished: number;
  readonly most: number;
}

/** What the wire lane would like, and how wide it must be for sequence numbers on every arrow. */
export function wireWish(rows: readonly EventRow[], tracks: number): Wish & { readonly numbered: number } {
  let label = 0;
  let numbered = 0;
  let lost = 0;
  for (const { arrow } of rows) {
    if (arrow === null) continue;
    const [full, plain = full] = packetLabels(arrow);
    label = Math.max(label, plain.length + (arrow.packet.from === 'middle' ? routerMargin : arrowMargin));
    const why = arrow.loss === null ? 0 : lossText(arrow.loss).length + 1;
    numbered = Math.max(numbered, full.length + arrowMargin + why);
    if (why > 0) lost = Math.max(lost, plain.length + arrowMargin + why);
  }
  // Labels of crossing packets have to do with the room on one side of the tracks.
  const beside = tracks === 0 ? 0 : 2 * label + 3 * tracks;
  const least = Math.min(Math.max(label, beside), tracks === 0 ? 32 : 36);
  return {
    least,
    content: tracks === 0 ? wireSizes.usual : wireSizes.crossing,
    wished: Math.max(wireSizes.usual, least),
    most: clamp(Math.max(beside, numbered, lost), wireSizes.usual, wireSizes.most),
    numbered: tracks === 0 ? numbered : 2 * numbered,
  };
}

/** What a call lane would like; `beside` is the width of what else has to stand in it. */
export function callWish(
  rows: readonly EventRow[],
  side: Side,
  beside: number,
  headWidth: number,
  glyphs: Glyphs,
): Wish {
  const least = widest(rows, side, (end) => (end.call === null ? 0 : leastCallWidth(end.call, glyphs)));
  const content = Math.min(Math.max(callWidth(rows, side, glyphs), beside, callSizes.head), callSizes.most);
  const wished = Math.min(Math.max(content, headWidth), callSizes.most);
  return { least: Math.min(least, callSizes.broken), content, wished, most: callSizes.most };
}

/** The widest state of a side; 0 without any. */
export function stateWidth(rows: readonly EventRow[], side: Side): number {
  return widest(rows, side, (end) => (end.state === null ? 0 : stateText(end.state).length));
}

function callWidth(rows: readonly EventRow[], side: Side, glyphs: Glyphs): number {
  return widest(rows, side, (end) => {
    const kernel = end.kernel.map((event) => kernelText(event, glyphs).length);
    const lines = end.call === null ? [] : callLines(end.call, Infinity, glyphs);
    return Math.max(0, ...kernel, ...lines.map((line) => line.length));
  });
}

function widest(rows: readonly EventRow[], side: Side, measure: (end: LadderEnd) => number): number {
  let most = 0;
  for (const row of rows) {
    const end = row[side];
    if (end !== null) most = Math.max(most, measure(end));
  }
  return most;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
