/**
 * Paints what lies between the two lifelines: arrows and the tracks of split packets.
 *
 *     ├──────── DATA 28 bytes ────────▶│       whole
 *     ├───────── FIN ────────╮         │       departure: turns into its track
 *     │◀──── DATA 6 bytes ───┼─────────┤       whole, crossing the track
 *     │                      ╰────────▶│       arrival
 *     ├───── SYN ───✗ before the router│       lost
 *     │◀─ host unreachable ─┤          │       made by the router
 *
 * Positions within an arrow are counted from its sender's edge, so that both directions are drawn alike.
 */
import { isIcmp, isReset } from '../cause.ts';
import type { LadderArrow } from '../geometry.ts';
import type { Glyphs, LineGlyphs } from './glyphs.ts';
import { cut, write, type Line, type Tone } from './line.ts';
import { lossText, packetLabels } from './words.ts';

/** The wire lane. The lifelines stand at `left - 1` and `left + width`. */
export interface WireLane {
  readonly left: number;
  readonly width: number;
  /** How many tracks the ladder has. */
  readonly tracks: number;
  /** Whether sequence numbers are shown. */
  readonly numbers: boolean;
}

interface Pen {
  readonly line: Line;
  readonly lane: WireLane;
  readonly glyphs: Glyphs;
  readonly strokes: LineGlyphs;
  readonly tone: Tone;
  /** From client to server. */
  readonly eastward: boolean;
  /** Positions of tracks that run past. */
  readonly crossed: readonly number[];
  readonly labels: readonly string[];
}

/** A label and its sides: a dash and a space left and right. */
const labelMargin = 4;

/** With so many columns for each track they stand further apart. */
const roomyTracks = 9;
/** What an arrow from the router leaves free between its start and the far lifeline. */
const farSide = 2;

/** Draws both lifelines and the tracks that run past. */
export function drawUprights(line: Line, lane: WireLane, passing: readonly number[], glyphs: Glyphs): void {
  write(line, lane.left - 1, glyphs.upright, 'dim');
  write(line, lane.left + lane.width, glyphs.upright, 'dim');
  for (const track of passing) {
    const column = trackColumn(lane, track);
    if (column !== null) write(line, lane.left + column, glyphs.upright);
  }
}

/** Draws an arrow over the lifelines and tracks. */
export function drawArrow(
  line: Line,
  lane: WireLane,
  arrow: LadderArrow,
  passing: readonly number[],
  glyphs: Glyphs,
): void {
  const { packet, piece } = arrow;
  const reset = isReset(packet);
  const eastward =
    packet.from === 'middle' || piece === 'arrival' ? packet.to === 'server' : packet.from === 'client';
  const columns = passing.flatMap((track) => trackColumn(lane, track) ?? []);
  const pen: Pen = {
    line,
    lane,
    glyphs,
    strokes: reset ? glyphs.heavy : glyphs.light,
    tone: reset ? 'reset' : isIcmp(packet) ? 'error' : packet.retransmission > 0 ? 'dim' : 'plain',
    eastward,
    crossed: columns.map((column) => (eastward ? column : lane.width - 1 - column)),
    labels: packetLabels(arrow).slice(lane.numbers ? 0 : 1),
  };
  if (packet.from === 'middle') drawFromRouter(pen, arrow.loss !== null);
  else if (arrow.loss !== null) drawLost(pen, arrow.loss);
  else if (piece === 'whole') drawWhole(pen);
  else drawHalf(pen, piece, arrow.track ?? 0);
}

/** Column of a track within the lane; `null` if there is no room for it. Tracks huddle in the middle and leave the room beside them to labels. */
function trackColumn(lane: WireLane, track: number): number | null {
  const shown = shownTracks(lane);
  if (track >= shown) return null;
  const step = lane.width < roomyTracks * shown ? 2 : 3;
  return Math.floor((lane.width - (shown - 1) * step) / 2) + track * step;
}

/** How many tracks there is room for. The two halves of a packet on a further one are joined by its number. */
export function shownTracks({ width, tracks }: WireLane): number {
  return Math.min(tracks, Math.max(1, Math.floor(width / 6)));
}

function drawWhole(pen: Pen): void {
  const end = pen.lane.width - 1;
  drawStart(pen);
  drawLine(pen, 0, end);
  drawTip(pen);
  drawLabel(pen, 0, end);
}

function drawHalf(pen: Pen, piece: 'departure' | 'arrival', track: number): void {
  const { lane, strokes, eastward } = pen;
  const column = trackColumn(lane, track);
  if (column === null) {
    drawNumberedHalf(pen, piece, track);
    return;
  }
  const turn = eastward ? column : lane.width - 1 - column;
  if (piece === 'departure') {
    drawStart(pen);
    drawLine(pen, 0, turn);
    drawLabel(pen, 0, turn);
    put(pen, turn, eastward ? strokes.leftDown : strokes.rightDown, pen.tone);
  } else {
    drawLine(pen, turn, lane.width - 1);
    drawTip(pen);
    put(pen, turn, eastward ? strokes.upRight : strokes.upLeft, pen.tone);
  }
}

/** The number stands outside the tracks, so that it hides none. */
function drawNumberedHalf(pen: Pen, piece: 'departure' | 'arrival', track: number): void {
  const { lane, eastward } = pen;
  const end = lane.width - 1;
  const name = `(${track + 1})`;
  const first = trackColumn(lane, 0) ?? 0;
  const last = trackColumn(lane, shownTracks(lane) - 1) ?? end;
  if (piece === 'departure') {
    const at = Math.max(0, (eastward ? first : end - last) - name.length);
    drawStart(pen);
    drawLine(pen, 0, at);
    drawLabel(pen, 0, at);
    put(pen, at, name, pen.tone);
  } else {
    const at = Math.min((eastward ? last : end - first) + 1, end - name.length);
    put(pen, at, name, pen.tone);
    drawLine(pen, at + name.length, end);
    drawTip(pen);
  }
}

function drawLost(pen: Pen, loss: 'before-router' | 'after-router' | 'somewhere'): void {
  const { glyphs, strokes, eastward, lane, labels } = pen;
  const mark = loss === 'after-router' ? (eastward ? strokes.fromRight : strokes.fromLeft) : '';
  const why = lossText(loss);
  const needed = (label: string): number => label.length + labelMargin + mark.length;
  const told = labels.slice(0, 2).find((label) => needed(label) + 2 + why.length <= lane.width);
  const label = told ?? labels.find((each) => needed(each) < lane.width) ?? '';
  const wished = Math.floor(lane.width / 2) + (loss === 'before-router' ? -1 : mark.length);
  const latest = told === undefined ? lane.width - 1 : lane.width - 2 - why.length;
  const at = Math.max(Math.min(wished, latest), Math.min(needed(label), latest));
  const lineEnd = at - mark.length;
  drawStart(pen);
  drawLine(pen, 0, lineEnd);
  drawLabel({ ...pen, labels: [label] }, 0, lineEnd);
  if (mark !== '') put(pen, lineEnd, mark, pen.tone);
  put(pen, at, glyphs.lost, 'error');
  if (told !== undefined) put(pen, at + 2, why, 'error');
}

function drawFromRouter(pen: Pen, lost: boolean): void {
  const { lane, labels, strokes, eastward } = pen;
  const end = lane.width - 1;
  const half = Math.floor(lane.width / 2);
  const label = labels.find((each) => each.length + labelMargin < end - farSide) ?? '';
  const start = Math.max(0, Math.min(half, end - label.length - labelMargin - 1));
  drawLine(pen, start + 1, end);
  if (lost) put(pen, end, pen.glyphs.lost, 'error');
  else drawTip(pen);
  drawLabel(pen, start + 1, end);
  put(pen, start, eastward ? strokes.fromLeft : strokes.fromRight, pen.tone);
}

/** The arrow leaves its sender's lifeline. */
function drawStart({ line, lane, strokes, eastward, tone }: Pen): void {
  if (eastward) write(line, lane.left - 1, strokes.fromLeft, tone);
  else write(line, lane.left + lane.width, strokes.fromRight, tone);
}

function drawTip(pen: Pen): void {
  put(pen, pen.lane.width - 1, pen.eastward ? pen.strokes.rightTip : pen.strokes.leftTip, pen.tone);
}

/** A line over the positions `from <= position < to`. */
function drawLine(pen: Pen, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    put(pen, at, pen.crossed.includes(at) ? pen.strokes.cross : pen.strokes.line, pen.tone);
  }
}

/** The fullest label that fits beside the crossed tracks, in the middle of its room. */
function drawLabel(pen: Pen, from: number, to: number): void {
  const walls = [from - 1, ...pen.crossed.filter((at) => at >= from && at < to), to].sort((a, b) => a - b);
  let room = { from, size: 0 };
  for (const [index, wall] of walls.slice(1).entries()) {
    const start = (walls[index] ?? from) + 1;
    if (wall - start > room.size) room = { from: start, size: wall - start };
  }
  const space = room.size - labelMargin;
  const fitting = pen.labels.find((label) => label.length <= space);
  const label = fitting ?? (space > 3 ? cut(pen.labels.at(-1) ?? '', space, pen.glyphs.ellipsis) : '');
  if (label === '') return;
  const text = ` ${label} `;
  put(pen, room.from + Math.floor((room.size - text.length) / 2), text, pen.tone);
}

/** Writes text at a position counted from the sender's edge; the text itself reads from left to right. */
function put({ line, lane, eastward }: Pen, at: number, text: string, tone: Tone): void {
  write(line, lane.left + (eastward ? at : lane.width - at - text.length), text, tone);
}
