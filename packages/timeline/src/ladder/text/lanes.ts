/** Paints a ladder with the wire in the middle and a lane, or two, on either side of it. */
import type { Side } from '@halfopen/catalogue';
import type { EventRow, FaultRow, Ladder, LadderRow } from '../geometry.ts';
import { planColumns, type Columns, type LaneDrawing } from './columns.ts';
import { printable } from './foreign.ts';
import type { Glyphs } from './glyphs.ts';
import { cut, emptyLine, wrap, write, writeRight, type Line, type Tone } from './line.ts';
import { drawArrow, drawUprights, shownTracks } from './wire.ts';
import { callLines, callTone, foldText, gapText, kernelText, stateText } from './words.ts';

interface Sheet {
  readonly ladder: Ladder;
  readonly columns: Columns;
  readonly glyphs: Glyphs;
}

interface CellLine {
  readonly text: string;
  readonly tone: Tone;
}

const sides: readonly Side[] = ['client', 'server'];

/** The lines of a ladder with three or five lanes, and whether more packets cross than could be drawn with a track. */
export interface PaintedLanes {
  readonly lines: readonly Line[];
  readonly numbered: boolean;
}

/** Paints a ladder with three or five lanes, its head included. */
export function paintLanes(
  ladder: Ladder,
  width: number,
  drawing: LaneDrawing,
  glyphs: Glyphs,
): PaintedLanes {
  const sheet: Sheet = { ladder, columns: planColumns(ladder, width, drawing, glyphs), glyphs };
  const body = ladder.rows.flatMap((row, at) => paintTimed(sheet, row, at));
  const numbered = ladder.tracks > shownTracks(sheet.columns.wire);
  return { lines: [paintHead(sheet), ...body], numbered };
}

function paintHead({ ladder, columns, glyphs }: Sheet): Line {
  const line = emptyLine(columns.width);
  for (const side of sides) {
    const time = columns.times[side];
    if (time === null) continue;
    // The head may be wider than the times, and then reaches into the space beside them.
    const head = ['seconds', 'sec'].find((each) => each.length <= time.width + time.beside - 1) ?? '';
    const from =
      side === 'client' ? Math.max(0, time.width - head.length) : time.left + time.width - head.length;
    write(line, from, head, 'dim');
  }
  const { client, server } = columns.calls;
  const clientLeft = columns.states.client?.left ?? client.left;
  const serverEnd = columns.states.server ?? server;
  const clientRoom = client.left + client.width - clientLeft;
  const serverRoom = serverEnd.left + serverEnd.width - server.left;
  const name = (side: Side, room: number): string =>
    cut(printable(ladder.names[side], glyphs.latin), room, glyphs.ellipsis);
  write(line, clientLeft, name('client', clientRoom), 'head');
  write(line, server.left, name('server', serverRoom), 'head');
  drawUprights(line, columns.wire, [], glyphs);
  return line;
}

function paintTimed(sheet: Sheet, row: LadderRow, at: number): readonly Line[] {
  const lines = paintRow(sheet, row);
  const [first] = lines;
  const texts = sheet.columns.timeTexts[at];
  for (const side of sides) {
    const lane = sheet.columns.times[side];
    if (first !== undefined && texts !== undefined && lane !== null) {
      writeRight(first, lane.left + lane.width, texts[side], 'dim');
    }
  }
  return lines;
}

function paintRow(sheet: Sheet, row: LadderRow): readonly Line[] {
  switch (row.kind) {
    case 'event':
      return paintEvent(sheet, row);
    case 'fault':
      return [paintFault(sheet, row)];
    case 'gap':
      return [paintLeftOut(sheet, gapText(row.durationNs, sheet.glyphs), row.passing)];
    case 'fold':
      return [paintLeftOut(sheet, foldText(row, sheet.glyphs, true), row.passing)];
  }
}

function paintEvent(sheet: Sheet, row: EventRow): readonly Line[] {
  const { columns, glyphs } = sheet;
  const cells = { client: cellLines(sheet, row, 'client'), server: cellLines(sheet, row, 'server') };
  const height = Math.max(1, cells.client.length, cells.server.length);
  return Array.from({ length: height }, (_, at) => {
    const line = emptyLine(columns.width);
    const { arrow, passing } = row;
    const goesOn = at > 0 && arrow?.piece === 'departure' && arrow.track !== null ? [arrow.track] : [];
    drawUprights(line, columns.wire, [...passing, ...goesOn], glyphs);
    if (at === 0 && arrow !== null) drawArrow(line, columns.wire, arrow, passing, glyphs);
    for (const side of sides) {
      const cell = cells[side][at];
      if (cell !== undefined) write(line, columns.calls[side].left, cell.text, cell.tone);
      const state = row[side]?.state;
      const lane = columns.states[side];
      if (at === 0 && state != null && lane !== null) {
        write(line, lane.left, stateText(state), state.how === 'inferred' ? 'dim' : 'state');
      }
    }
    return line;
  });
}

/** The call, the state if it has no lane of its own, and the kernel's word, one below the other. */
function cellLines({ columns, glyphs }: Sheet, row: EventRow, side: Side): readonly CellLine[] {
  const end = row[side];
  if (end === null) return [];
  const { width } = columns.calls[side];
  const lines: CellLine[] = [];
  if (end.call !== null) {
    const tone = callTone(end.call);
    for (const text of callLines(end.call, width, glyphs)) lines.push({ text, tone });
  }
  if (end.state !== null && columns.states[side] === null) {
    lines.push({ text: `${glyphs.becomes} ${stateText(end.state)}`, tone: 'state' });
  }
  for (const event of end.kernel) {
    for (const text of wrap(kernelText(event, glyphs), width)) lines.push({ text, tone: 'kernel' });
  }
  return lines;
}

function paintFault({ columns, glyphs }: Sheet, { event }: FaultRow): Line {
  const line = emptyLine(columns.width);
  const left = columns.states.client?.left ?? columns.calls.client.left;
  const last = columns.states.server ?? columns.calls.server;
  const end = last.left + last.width;
  const where = event.at === 'middle' ? 'router' : event.at;
  const said = cut(`${where}: ${printable(event.what, glyphs.latin)}`, end - left - 8, glyphs.ellipsis);
  write(line, left, '~'.repeat(end - left), 'fault');
  const middle = columns.wire.left + columns.wire.width / 2;
  const start = Math.floor(Math.max(left + 3, Math.min(middle - said.length / 2 - 1, end - said.length - 5)));
  write(line, start, ` ${said} `, 'fault');
  return line;
}

function paintLeftOut({ columns, glyphs }: Sheet, what: string, passing: readonly number[]): Line {
  const line = emptyLine(columns.width);
  drawUprights(line, columns.wire, passing, glyphs);
  const left = columns.calls.client.left;
  const end = columns.calls.server.left + columns.calls.server.width;
  const wire = columns.wire;
  const full = ` ${glyphs.dots} ${what} `;
  const inside = [full, ` ${what} `].find((each) => each.length <= wire.width);
  const text = inside ?? ` ${cut(full.trim(), end - left - 2, glyphs.ellipsis)} `;
  const centred = Math.floor(wire.left + (wire.width - text.length) / 2);
  const start = Math.max(left, Math.min(centred, end - text.length));
  if (inside === undefined) write(line, wire.left - 1, ' '.repeat(wire.width + 2));
  write(line, start, text, 'dim');
  return line;
}
