/** Many connections as text: how they went, a table of causes, the worst ones. */
import { caseNames } from '@halfopen/catalogue';
import { type ConnectionRecord, counted, endText, grouped, outcomes, outcomeTexts } from '@halfopen/explain';
import { mark, paint, type Style } from '../terminal/style.ts';
import { cell, cut, wrap } from '../terminal/text.ts';
import { type Cause, type Tally, worstOf } from './tally.ts';
import { outcomeMarks } from './words.ts';

const MOST_WORST = 10;
const TABLE_WIDTH = 130;
const MARK_WIDTH = 3;
const LEAST_MEANING = 16;
const GAP = '  ';

/** What is told of a capture, or of several together, beside the connections. */
export interface Seen {
  readonly name: string;
  readonly frames: number;
  readonly tcpFrames: number;
  /** Connections in all, those that a filter holds back included. */
  readonly connections: number;
}

function outcomesText(style: Style, { counts }: Tally): string {
  return outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) =>
      outcome === 'failed'
        ? paint(style, 'bold', `${grouped(counts[outcome])} failed`)
        : `${grouped(counts[outcome])} ${outcome}`,
    )
    .join(', ');
}

function header(
  style: Style,
  { name, frames, tcpFrames, connections }: Seen,
  filtered: boolean,
  tally: Tally,
): string {
  const tcp = tcpFrames === frames ? '' : ` (${grouped(tcpFrames)} of TCP)`;
  const head = `${name}: ${counted(frames, 'frame')}${tcp}`;
  if (connections === 0) return `${head}, no TCP connection`;
  const all = `${head}, ${counted(connections, 'connection')}`;
  const how = tally.total === 0 ? '' : `: ${outcomesText(style, tally)}`;
  return filtered
    ? `${all}\nshown: ${grouped(tally.total)} of ${grouped(connections)}${how}`
    : `${all}${how}`;
}

/** Columns of text as wide as their widest cell; the last but one takes what is left of the width and no more. */
function table(style: Style, causes: readonly Cause[]): string[] {
  const body = causes.map(({ case: name, outcome, count, examples }) => ({
    mark: mark(style, outcomeMarks[outcome]),
    cells: [
      grouped(count),
      outcome,
      name ?? '(none)',
      name === null ? outcomeTexts[outcome] : caseNames[name],
      `#${examples[0]?.id ?? ''}`,
    ],
  }));
  const head = ['COUNT', 'OUTCOME', 'CASE', 'WHAT IT MEANS', 'E.G.'];
  const widest = head.map((text, column) =>
    Math.max(text.length, ...body.map(({ cells }) => cells[column]!.length)),
  );
  const [count = 0, outcome = 0, name = 0, meaning = 0, example = 0] = widest;
  const left =
    Math.min(style.width, TABLE_WIDTH) - (MARK_WIDTH + count + outcome + name + example + GAP.length * 4);
  const room = Math.min(meaning, left);
  const row = (cells: readonly string[]): string =>
    [
      cells[0]!.padStart(count),
      cells[1]!.padEnd(outcome),
      cells[2]!.padEnd(name),
      ...(room < LEAST_MEANING ? [] : [cell(cells[3]!, room)]),
      cells[4]!,
    ].join(GAP);
  return [
    paint(style, 'dim', `${' '.repeat(MARK_WIDTH)}${row(head)}`),
    ...body.map((each) => `${each.mark}${' '.repeat(MARK_WIDTH - (style.ascii ? 2 : 1))}${row(each.cells)}`),
  ];
}

/** `9 frames`, `7 + 5 frames` where several captures have it. */
function framesText({ frames, vantages = [] }: ConnectionRecord): string {
  if (vantages.length < 2) return counted(frames.count, 'frame');
  return `${vantages.map((each) => grouped(each.frames)).join(' + ')} frames`;
}

/** Connections, one a line, in columns as wide as they need; what does not fit is left out from the right. */
function rows(style: Style, records: readonly ConnectionRecord[]): string[] {
  const cells = records.map((record) => [
    `#${record.id}`,
    `${endText(record.client)} → ${endText(record.server)}`,
    record.outcome,
    record.verdict.case === null ? '' : `${record.verdict.case}, ${record.verdict.certainty}`,
    framesText(record),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  const columns = total <= style.width ? [0, 1, 2, 3, 4] : [0, 1, 2, 3];
  return cells.map((row) =>
    cut(
      columns
        .map((column) => row[column]!.padEnd(widths[column]!))
        .join(GAP)
        .trimEnd(),
      style.width,
    ),
  );
}

/** The connections that the overview lists. */
export function listed(tally: Tally): readonly ConnectionRecord[] {
  return worstOf(tally.causes(), MOST_WORST);
}

/**
 * The overview. `filtered`: a filter let only some connections through. Where only one connection went wrong, `detail` says all
 * about it in the place of the list.
 */
export function overview(
  style: Style,
  seen: Seen,
  filtered: boolean,
  tally: Tally,
  detail: (record: ConnectionRecord) => string,
): string {
  const lines = header(style, seen, filtered, tally)
    .split('\n')
    .flatMap((line) => (style.colour ? [line] : wrap(line, style.width)));
  const causes = tally.causes();
  const [first, second] = listed(tally);
  if (first === undefined && tally.total > 1)
    lines.push('Nothing went wrong in what was captured. One of them: --connection N');
  if (first === undefined) return lines.join('\n');
  if (second === undefined) return [...lines, '', detail(first)].join('\n');
  const worst = listed(tally);
  const total = causes.reduce((sum, { count }) => sum + count, 0);
  const title = total > worst.length ? `The worst, ${worst.length} of ${grouped(total)}:` : 'One by one:';
  return [...lines, '', ...table(style, causes), '', title, ...rows(style, worst)].join('\n');
}
