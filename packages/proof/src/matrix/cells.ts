/** Results as a table: a row for each fault and load, a column for each subject. */
import type { Balance, FaultOutcome } from '../check/verdict.ts';
import type { Fault } from '../faults/fault.ts';
import type { RunResult } from '../run/run.ts';
import type { RunFailure } from '../run/work.ts';
import type { Load } from '../schedule/schedule.ts';

/** One row. */
export interface Row {
  readonly fault: Fault;
  readonly load: Load;
}

const loadTexts: Readonly<Record<Load, string>> = {
  idle: 'nothing under way',
  busy: 'some messages under way',
  full: 'buffers full',
};

/** The rows of a fault: idle and full, or what comes next to that. */
export function rowsOf(fault: Fault): readonly Row[] {
  const light: Load = fault.loads.includes('idle') ? 'idle' : 'busy';
  const loads = fault.loads.filter((load) => load === light || load === 'full');
  return loads.map((load) => ({ fault, load }));
}

function seconds(ms: number): string {
  if (ms < 950) return `${Math.max(0.1, ms / 1000).toFixed(1)} s`;
  return `${ms < 9950 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000)} s`;
}

function noticeText(fault: Fault, outcome: FaultOutcome): string {
  const notice = outcome.noticed[fault.witness ?? 'client'];
  if (fault.expects === 'live') {
    if (notice === null) return 'kept';
    return `**gave up** after ${seconds(notice.afterMs)} (${notice.code})`;
  }
  if (notice === null) return fault.expects === 'heals' || fault.expects === 'busy' ? 'kept' : 'not noticed';
  const back = outcome.backMs === null ? '' : `, back after ${seconds(outcome.backMs)}`;
  return `${seconds(notice.afterMs)} (${notice.code})${back}`;
}

function count(
  balances: readonly Balance[],
  what: 'lost' | 'repeated' | 'flagged' | 'reordered' | 'uncertain',
): number {
  return balances.reduce((sum, balance) => sum + balance[what].length, 0);
}

/** What a run showed: when its end was noticed and how, what was lost and repeated. */
export function cellText(fault: Fault, result: RunResult | RunFailure | undefined): string {
  if (result === undefined) return '';
  if (!('verdict' in result)) return 'not run';
  const { verdict } = result;
  const balances = [verdict.balances.client, verdict.balances.server];
  const outcome = verdict.faults[0];
  const parts = outcome === undefined ? [] : [noticeText(fault, outcome)];
  const lost = count(balances, 'lost');
  const repeated = count(balances, 'repeated');
  parts.push(lost > 0 ? `**${lost} lost**` : '0 lost');
  if (repeated > 0) parts.push(`**${repeated} repeated**`);
  const flagged = count(balances, 'flagged');
  if (flagged > 0) parts.push(`${flagged} repeated with a warning`);
  const reordered = count(balances, 'reordered');
  if (reordered > 0) parts.push(`**${reordered} out of order**`);
  const uncertain = count(balances, 'uncertain');
  if (uncertain > 0) parts.push(`${uncertain} given back`);
  if (outcome?.recoveredMs === null) parts.push('**no way back**');
  return parts.join(', ');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** The table in Markdown. `cell` gives a text for a row and a subject. */
export function tableText(
  rows: readonly Row[],
  subjects: readonly string[],
  cell: (row: Row, subject: string) => string,
): string {
  const head =
    line(['failure', 'when it begins', ...subjects]) + line(['---', '---', ...subjects.map(() => '---')]);
  const body = rows.map((row) =>
    line([
      row.fault.title,
      row.fault.beginsText ?? loadTexts[row.load],
      ...subjects.map((subject) => cell(row, subject)),
    ]),
  );
  return head + body.join('');
}
