/** Explains the signs of a ladder: those it has, and no others. */
import { isIcmp } from '../cause.ts';
import type { LadderRow } from '../geometry.ts';
import { allLanes } from '../queues.ts';
import type { Glyphs } from './glyphs.ts';
import { framesText } from './words.ts';

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
    ['frame', frameText(rows)],
  ];
  const drawn: readonly (readonly [Sign, string])[] = [
    ['before-router', `${glyphs.lost}: lost before the router`],
    ['after-router', `${light.fromRight}${glyphs.lost}: lost at the router or behind it`],
    ['somewhere', `${glyphs.lost}: lost on the way`],
    ['router', `${light.leftTip}${light.line}${light.line}${light.fromRight}: sent by a router`],
    [
      'forged',
      `${heavy.leftTip}${heavy.line}${heavy.line}${heavy.fromRight}: sent on the way, in the name of the far side`,
    ],
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

const captureNames = { client: "the client's", middle: "the router's", server: "the server's" } as const;

/** `#c1 s2: frame 1 of the client's capture, 2 of the server's`. */
function frameText(rows: readonly LadderRow[]): string {
  const shown = rows.flatMap((row) => (row.kind === 'event' ? (row.arrow?.frames ?? []) : []));
  const captures = allLanes.filter((lane) => shown.some(({ of }) => of === lane));
  if (captures.length === 0) return '#n: frame n of the capture';
  const signs = framesText(captures.map((of, index) => ({ number: index + 1, of })));
  const names = captures.map(
    (of, index) => `${index + 1} of ${captureNames[of]}${index === 0 ? ' capture' : ''}`,
  );
  return `#${signs}: frame ${names.join(', ')}`;
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
  | 'forged'
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
  const fromEnd = arrow.packet.from !== 'middle';
  if (fromEnd && (type === 'RST-A' || type === 'RST-P' || type === 'RST-S')) signs.push(type);
  if (retransmission > 0) signs.push('again');
  if (arrow.frames.length > 0) signs.push('frame');
  if (arrow.loss !== null) signs.push(arrow.loss);
  if (!fromEnd) signs.push(isIcmp(arrow.packet) ? 'router' : 'forged');
  if (arrow.piece !== 'whole') signs.push('split');
  return signs;
}
