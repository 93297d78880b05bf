/** Paints a ladder as a plain list, one event to a line, for columns too narrow for a drawing. */
import type { Side } from '@halfopen/catalogue';
import { secondsText } from '../durations.ts';
import { isIcmp, isReset } from '../cause.ts';
import type { EventRow, FaultRow, Ladder, LadderArrow, Loss } from '../geometry.ts';
import { printable } from './foreign.ts';
import type { Glyphs } from './glyphs.ts';
import { cut, emptyLine, wrap, write, writeRight, type Line, type Tone } from './line.ts';
import {
  callLines,
  callTone,
  foldText,
  gapText,
  kernelText,
  lossText,
  packetLabels,
  stateText,
} from './words.ts';

interface Entry {
  readonly atNs: number;
  readonly who: string;
  readonly lines: readonly string[];
  readonly tone: Tone;
}

interface Sheet {
  readonly ladder: Ladder;
  readonly width: number;
  readonly glyphs: Glyphs;
  readonly decimals: number;
  readonly timeWidth: number;
  /** Whether sequence numbers are shown. */
  readonly numbers: boolean;
}

const sides: readonly Side[] = ['client', 'server'];
const whoWidth = 'client'.length;
const fourDecimalsFrom = 56;
/** Of the second and further lines of an entry. */
const indent = 2;

/** The lines of a ladder as a list in order of time, headed by who is who. */
export function paintList(ladder: Ladder, width: number, glyphs: Glyphs): readonly Line[] {
  const sheet = planSheet(ladder, width, glyphs);
  const lines = paintNames(sheet);
  let entries: Entry[] = [];
  const flush = (): void => {
    for (const entry of entries.toSorted((a, b) => a.atNs - b.atNs)) lines.push(...paintEntry(sheet, entry));
    entries = [];
  };
  for (const row of ladder.rows) {
    switch (row.kind) {
      case 'event':
        entries.push(...entriesOf(sheet, row));
        break;
      case 'fault':
        entries.push(faultEntry(sheet, row));
        break;
      case 'gap':
        flush();
        lines.push(...paintLeftOut(sheet, gapText(row.durationNs, glyphs)));
        break;
      case 'fold':
        flush();
        lines.push(...paintLeftOut(sheet, foldText(row, glyphs, false)));
        break;
    }
  }
  flush();
  return lines;
}

function planSheet(ladder: Ladder, width: number, glyphs: Glyphs): Sheet {
  const decimals = width < fourDecimalsFrom ? 3 : 4;
  const timeWidth = widestTime(ladder, decimals);
  const sheet: Sheet = { ladder, width, glyphs, decimals, timeWidth, numbers: true };
  const numbers = ladder.rows.every(
    (row) => row.kind !== 'event' || row.arrow === null || arrowEntry(sheet, row.arrow).whole,
  );
  return { ...sheet, numbers };
}

/** Names that say more than the side, one to a line. */
function paintNames({ ladder, width, glyphs }: Sheet): Line[] {
  const names = sides.filter((side) => ladder.names[side] !== side);
  return names.map((side) => {
    const line = emptyLine(width);
    const name = printable(ladder.names[side], glyphs.latin);
    write(line, 0, cut(name.includes(side) ? name : `${side} ${name}`, width, glyphs.ellipsis), 'head');
    return line;
  });
}

function entriesOf(sheet: Sheet, row: EventRow): readonly Entry[] {
  const sender = row.arrow?.packet.from === 'server' ? 'server' : 'client';
  const receiver: Side = sender === 'client' ? 'server' : 'client';
  const arrow = row.arrow === null || row.arrow.piece === 'arrival' ? [] : [arrowEntry(sheet, row.arrow)];
  return [...endEntries(sheet, row, sender), ...arrow, ...endEntries(sheet, row, receiver)];
}

function endEntries({ width, glyphs, timeWidth }: Sheet, row: EventRow, who: Side): readonly Entry[] {
  const end = row[who];
  if (end === null) return [];
  const room = width - textLeft(timeWidth);
  const entries: Entry[] = [];
  if (end.state !== null) {
    const text = `${glyphs.becomes} ${stateText(end.state)}`;
    entries.push({ atNs: end.state.atNs, who, lines: [text], tone: 'state' });
  }
  if (end.call !== null) {
    const inOne = callLines(end.call, room, glyphs);
    const lines = inOne.length === 1 ? inOne : callLines(end.call, room - indent, glyphs);
    entries.push({ atNs: end.call.atNs ?? Infinity, who, lines, tone: callTone(end.call) });
  }
  for (const event of end.kernel) {
    entries.push({
      atNs: event.atNs,
      who,
      lines: wrap(kernelText(event, glyphs), room - indent),
      tone: 'kernel',
    });
  }
  return entries;
}

/** `whole`: its fullest label fitted. */
function arrowEntry(sheet: Sheet, arrow: LadderArrow): Entry & { readonly whole: boolean } {
  const { ladder, width, glyphs, decimals, timeWidth } = sheet;
  const { packet, loss } = arrow;
  const reset = isReset(packet);
  const { line, rightTip } = reset ? glyphs.heavy : glyphs.light;
  const room = width - textLeft(timeWidth);
  const arrived = packet.arrivedNs === null ? '' : secondsText(packet.arrivedNs, ladder.startNs, decimals);
  const ends =
    loss === null
      ? [`${line}${line}${rightTip} ${packet.to} ${arrived}`, `${line}${line}${rightTip} ${arrived}`]
      : lossForms(loss).map((form) => `${line}${line}${glyphs.lost} ${form}`);
  const labels = packetLabels(arrow).slice(sheet.numbers ? 0 : 1);
  const forms = labels.flatMap((label) => ends.map((end) => `${label} ${end}`));
  const text = forms.find((form) => form.length <= room) ?? cut(forms.at(-1) ?? '', room, glyphs.ellipsis);
  const tone: Tone = reset ? 'reset' : isIcmp(packet) ? 'error' : packet.retransmission > 0 ? 'dim' : 'plain';
  const who = packet.from === 'middle' ? 'router' : packet.from;
  return { atNs: packet.atNs, who, lines: [text], tone, whole: text === forms[0] };
}

function lossForms(loss: Loss): readonly string[] {
  if (loss === 'somewhere') return ['lost on the way', 'lost'];
  return [`lost ${lossText(loss)}`, lossText(loss)];
}

function faultEntry({ width, glyphs, timeWidth }: Sheet, { event }: FaultRow): Entry {
  const who = event.at === 'middle' ? 'router' : event.at;
  const lines = wrap(`~~~ ${printable(event.what, glyphs.latin)} ~~~`, width - textLeft(timeWidth) - indent);
  return { atNs: event.atNs, who, lines, tone: 'fault' };
}

function paintEntry({ ladder, width, decimals, timeWidth }: Sheet, entry: Entry): readonly Line[] {
  return entry.lines.map((text, at) => {
    const line = emptyLine(width);
    if (at === 0) {
      if (Number.isFinite(entry.atNs)) {
        writeRight(line, timeWidth, secondsText(entry.atNs, ladder.startNs, decimals), 'dim');
      }
      write(line, timeWidth + 2, entry.who, 'dim');
    }
    write(line, textLeft(timeWidth) + (at === 0 ? 0 : indent), text, entry.tone);
    return line;
  });
}

function paintLeftOut({ width, glyphs, timeWidth }: Sheet, what: string): readonly Line[] {
  const left = timeWidth + 2;
  return wrap(what, width - left).map((text, at) => {
    const line = emptyLine(width);
    if (at === 0) writeRight(line, timeWidth, glyphs.dots, 'dim');
    write(line, left, text, 'dim');
    return line;
  });
}

function textLeft(timeWidth: number): number {
  return timeWidth + 2 + whoWidth + 2;
}

function widestTime(ladder: Ladder, decimals: number): number {
  let widest = 0;
  for (const row of ladder.rows) {
    const times =
      row.kind === 'fault'
        ? [row.event.atNs]
        : row.kind === 'event'
          ? [row.client?.atNs, row.server?.atNs, row.arrow?.packet.atNs]
          : [];
    for (const atNs of times) {
      if (atNs != null) widest = Math.max(widest, secondsText(atNs, ladder.startNs, decimals).length);
    }
  }
  return widest;
}
