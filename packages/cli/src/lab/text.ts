/** `lab --format text`: a table of runs, grouped by what the connection was doing, and a line that sums it up. */
import type { Booking, LabFailure, RunResult } from '@halfopen/lab';
import { isRunResult } from '@halfopen/lab';
import { type Style, mark, paint } from '../terminal/style.ts';
import { cell, indent } from '../terminal/text.ts';
import { resetsOf, saw, wireLine } from './saw.ts';
import type { Tally } from './tally.ts';

const NAME_WIDTH = 36;
const TOOK_WIDTH = 7;
/** Below this the columns would say nothing; what was seen goes on lines of its own. */
const TABLE_WIDTH = 110;

const phaseTitles = {
  connecting: 'connecting: the client gets no connection, or only believes it has one',
  idle: 'idle: established, nothing being sent',
  sending: 'sending: data on its way',
  closing: 'closing and resets',
} as const;

/** The name of a run, as it can be typed: the case, and the variant where it has several. */
export function runName({ scenario, variant }: Booking): string {
  const { id, variants } = scenario.case;
  return variants.length === 1 ? id : `${id}/${variant}`;
}

function took(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`.padStart(TOOK_WIDTH);
}

interface Columns {
  readonly client: number;
  readonly server: number;
}

function columns(width: number): Columns {
  const room = width - 2 - NAME_WIDTH - TOOK_WIDTH - 2;
  const server = Math.floor(room * 0.42);
  return { client: room - server, server };
}

const outcomeMarks = { 'as-expected': 'good', surprised: 'bad', skipped: 'skipped' } as const;

/** The table's head; empty where there are no columns. */
export function tableHead(style: Style): string {
  if (style.width < TABLE_WIDTH) return '';
  const { client, server } = columns(style.width);
  const head = `  ${cell('CASE', NAME_WIDTH)} ${cell('THE CLIENT SAW', client)} ${cell('THE SERVER SAW', server)}`;
  const below =
    "    the packets: > from the client, < from the server   [who reset, and the kernel's reason]";
  return paint(style, 'dim', `${head.trimEnd()}\n${below}`);
}

/** The line above a group of runs. */
export function phaseLine(style: Style, phase: keyof typeof phaseTitles): string {
  return paint(style, 'bold', indent(phaseTitles[phase], style.width, 0));
}

function surpriseLines(style: Style, surprises: readonly string[]): string {
  const sign = style.ascii ? '->' : '→';
  return surprises.map((text) => `\n${indent(text, style.width, 4, `  ${sign} `)}`).join('');
}

interface Seen {
  readonly client: string;
  readonly server: string;
  readonly kernel: string;
  readonly wire: string;
}

function seenIn({ record }: RunResult, style: Style): Seen | null {
  if (record === null) return null;
  const times = style.ascii ? 'x' : '×';
  return {
    client: saw(record, 'client'),
    server: saw(record, 'server'),
    kernel: resetsOf(record, times),
    wire: wireLine(record, times),
  };
}

function narrowLines(style: Style, { client, server, kernel, wire }: Seen): string {
  const lines = [
    ['client', client],
    ['server', server],
    ['reset', kernel],
    ['wire', wire],
  ] as const;
  return lines
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `\n${indent(text, style.width, 12, `    ${label}`.padEnd(12))}`)
    .join('');
}

/** On one line as it is where it fits, else wrapped. */
function packetLine(style: Style, text: string): string {
  return text.length + 4 <= style.width ? `    ${text}` : indent(text, style.width, 4);
}

/** One run: what both programs saw in a line, the packets and the kernel's reasons below it. */
export function runRow(style: Style, booking: Booking, result: RunResult | LabFailure): string {
  const sign = mark(style, outcomeMarks[result.outcome]);
  const name = cell(runName(booking), NAME_WIDTH);
  if (!isRunResult(result))
    return `${sign} ${name} ${surpriseLines(style, [`the lab itself failed: ${result.fault}`])}`;
  const surprises = surpriseLines(style, result.surprises);
  const seen = seenIn(result, style);
  if (seen === null) return `${sign} ${name}${took(result.tookMs)}${surprises}`;
  if (style.width < TABLE_WIDTH)
    return `${sign} ${name}${took(result.tookMs)}${narrowLines(style, seen)}${surprises}`;
  const widths = columns(style.width);
  const shown = `${cell(seen.client, widths.client)} ${cell(seen.server, widths.server)}`;
  const resets = seen.kernel === '' ? '' : `   [${seen.kernel}]`;
  const wire = paint(style, 'dim', packetLine(style, `${seen.wire}${resets}`));
  return `${sign} ${name} ${shown}${took(result.tookMs)}\n${wire}${surprises}`;
}

/** The last line of the table. */
export function tallyLine(style: Style, tally: Tally, tookMs: number): string {
  const { cases, runs, asExpected, surprised, skipped } = tally;
  const text = `${cases} ${cases === 1 ? 'case' : 'cases'} in ${runs} ${runs === 1 ? 'run' : 'runs'}: ${asExpected} as expected, ${surprised} surprised, ${skipped} skipped (${(tookMs / 1000).toFixed(1)} s)`;
  return paint(style, surprised > 0 ? 'red' : 'bold', indent(text, style.width, 0));
}
