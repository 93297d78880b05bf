/** Leaves out the middle of a run of rows that are like each other: retransmissions, probes, a stream of segments. */
import type { CallMark, EventRow, FaultRow, FoldRow, LadderEnd } from './geometry.ts';
import { endOfRow, startOfRow, type TimedRow } from './rows.ts';
import { describeSpacing } from './spacing.ts';

/** A run of more rounds than this is folded. */
const shownAtMost = 4;
/** The longest sequence of rows that is recognised when it repeats, e.g. request, answer and their calls. */
const longestPeriod = 8;

/** The rows with every run folded to its first and last round. */
export function foldRuns(rows: readonly (EventRow | FaultRow)[]): readonly TimedRow[] {
  const keys = rows.map((row) => (row.kind === 'event' ? likeness(row) : null));
  const folded: TimedRow[] = [];
  for (let at = 0; at < rows.length;) {
    const run = findRun(keys, at);
    if (run === null) {
      folded.push(...rows.slice(at, at + 1));
      at += 1;
      continue;
    }
    const all = rows.slice(at, at + run.length).filter((row) => row.kind === 'event');
    const start = startOfRounds(all, run.period);
    const end = all.length - ((all.length - start) % run.period);
    const rounds = all.slice(start, end);
    folded.push(
      ...all.slice(0, start + run.period),
      makeFold(rounds, run.period),
      ...rounds.slice(-run.period),
    );
    at += end;
  }
  return folded;
}

/** Same text for rows that are alike; `null` for a row that must be seen. */
function likeness(row: EventRow): string | null {
  const { arrow, client, server } = row;
  if (row.passing.length > 0 || (arrow !== null && arrow.piece !== 'whole')) return null;
  if (client?.state || server?.state || client?.kernel.length || server?.kernel.length) return null;
  const packet = arrow?.packet;
  return JSON.stringify([
    packet === undefined
      ? null
      : [packet.from, packet.to, packet.type, packet.retransmission > 0, arrow?.loss],
    packet === undefined ? null : [packet.windowBytes === 0, packet.type === 'FIN' && packet.lengthBytes > 0],
    callLikeness(client),
    callLikeness(server),
  ]);
}

function callLikeness(end: LadderEnd | null): readonly string[] | null {
  if (end === null || end.call === null) return null;
  const { event, part }: CallMark = end.call;
  return [event.program, event.call, part, event.result.replace(/^[1-9]\d*$/, 'some')];
}

/** The shortest sequence that repeats often enough from here on, and over how many rows it does. */
function findRun(
  keys: readonly (string | null)[],
  at: number,
): { readonly period: number; readonly length: number } | null {
  for (let period = 1; period <= longestPeriod; period += 1) {
    let end = at;
    while (keys[end] != null && (end < at + period || keys[end] === keys[end - period])) end += 1;
    if (end < at + period) return null;
    if (end - at >= period * (shownAtMost + 1)) return { period, length: end - at };
  }
  return null;
}

/** Where a round begins: after the longest wait, so that a probe stands with its own answer and not with the last. */
function startOfRounds(run: readonly EventRow[], period: number): number {
  let best = { start: 0, waitNs: -Infinity };
  for (let start = 0; start < period && run.length - start >= period * (shownAtMost + 1); start += 1) {
    const first = run[start + period];
    const before = run[start + period - 1];
    if (first === undefined || before === undefined) break;
    const waitNs = startOfRow(first) - startOfRow(before);
    if (waitNs > best.waitNs) best = { start, waitNs };
  }
  return best.start;
}

function makeFold(run: readonly EventRow[], period: number): FoldRow {
  const starts = run.filter((_, at) => at % period === 0).map(startOfRow);
  const distances = starts.slice(1).map((start, at) => start - (starts[at] ?? start));
  const hidden = run.slice(period, -period);
  return foldAway(hidden, period, describeSpacing(distances));
}

/** A row in place of others. `period` `null`: they follow no pattern. */
export function foldAway(
  hidden: readonly EventRow[],
  period: number | null,
  spacing: FoldRow['spacing'],
): FoldRow {
  let bytes = 0;
  for (const { arrow } of hidden) {
    if (arrow !== null && arrow.piece !== 'arrival' && arrow.packet.retransmission === 0)
      bytes += arrow.packet.lengthBytes;
  }
  const startNs = hidden.reduce((first, row) => Math.min(first, startOfRow(row)), Infinity);
  const endNs = hidden.reduce((last, row) => Math.max(last, endOfRow(row)), startNs);
  return {
    kind: 'fold',
    period,
    rounds: period === null ? 1 : hidden.length / period,
    spacing,
    durationNs: endNs - startNs,
    bytes,
    hidden,
    passing: [],
  };
}
