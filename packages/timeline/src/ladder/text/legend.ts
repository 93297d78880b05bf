/** Explains the signs of a ladder: those it has, and no others. */
import type { LadderRow } from '../geometry.ts';
import { isIcmp } from '../cause.ts';
import type { Glyphs } from './glyphs.ts';

/** How the ladder is drawn: five or three lanes, or a list that says most things in words. */
export type Drawing = 'five lanes' | 'three lanes' | 'list';

/** One line for each sign that occurs. `numbered`: some packets have a number for want of room. */
export function legendOf(
  rows: readonly LadderRow[],
  glyphs: Glyphs,
  drawing: Drawing,
  numbered: boolean,
): readonly string[] {
  const { light, heavy } = glyphs;
  const seen = new Set(rows.flatMap(signsIn));
  const shaft = `${heavy.line}${heavy.line}${heavy.rightTip}`;
  const common: readonly (readonly [Sign, string])[] = [
    ['inferred', '(STATE): inferred from packets and calls, not observed'],
    ['open call', `call() ${glyphs.ellipsis}: entered here, returns further down`],
    ['RST-A', `${shaft} RST-A: a live socket was aborted`],
    ['RST-P', `${shaft} RST-P: the segment it answers met no full socket`],
    ['RST-S', `${shaft} RST-S: a SYN was refused`],
    ['again', 'again (n): sent for the n-th time after the first'],
    ['frame', '#n: frame n of the capture'],
  ];
  const drawn: readonly (readonly [Sign, string])[] = [
    ['before-router', `${glyphs.lost}: lost before the router`],
    ['after-router', `${light.fromRight}${glyphs.lost}: lost at the router or behind it`],
    ['somewhere', `${glyphs.lost}: lost on the way`],
    ['router', `${light.leftTip}${light.line}${light.line}${light.fromRight}: sent by a router`],
    [
      'split',
      `${light.leftDown} ${light.upRight}${numbered ? ' or (n)' : ''}: one packet, drawn where it leaves and where it arrives`,
    ],
  ];
  const merged: readonly (readonly [Sign, string])[] = [
    [
      'packet',
      `seconds: when a packet left; ${glyphs.arrived}: when it arrived, if it left before the row above`,
    ],
    ['state', `${glyphs.becomes} STATE: this end changed state`],
  ];
  const all = {
    'five lanes': [...common, ...drawn],
    'three lanes': [...merged, ...common, ...drawn],
    list: [...merged.slice(1), ...common],
  };
  return all[drawing].filter(([sign]) => seen.has(sign)).map(([, text]) => text);
}

type Sign =
  | 'packet'
  | 'state'
  | 'inferred'
  | 'open call'
  | 'RST-A'
  | 'RST-P'
  | 'RST-S'
  | 'again'
  | 'frame'
  | 'before-router'
  | 'after-router'
  | 'somewhere'
  | 'router'
  | 'split';

function signsIn(row: LadderRow): readonly Sign[] {
  if (row.kind !== 'event') return [];
  const signs: Sign[] = [];
  for (const end of [row.client, row.server]) {
    if (end?.state != null) signs.push('state');
    if (end?.state?.how === 'inferred') signs.push('inferred');
    if (end?.call?.part === 'entry') signs.push('open call');
  }
  const { arrow } = row;
  if (arrow === null) return signs;
  signs.push('packet');
  const { type, retransmission } = arrow.packet;
  if (type === 'RST-A' || type === 'RST-P' || type === 'RST-S') signs.push(type);
  if (retransmission > 0) signs.push('again');
  if (arrow.frame !== null) signs.push('frame');
  if (arrow.loss !== null) signs.push(arrow.loss);
  if (isIcmp(arrow.packet) && arrow.packet.from === 'middle') signs.push('router');
  if (arrow.piece !== 'whole') signs.push('split');
  return signs;
}
