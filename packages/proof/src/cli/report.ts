/** What is said about runs: a line for each that was not sound, and the sum. */
import type { Balance } from '../check/verdict.ts';
import type { RunResult } from '../run/run.ts';
import type { RunFailure } from '../run/work.ts';
import { stepsOf } from '../schedule/schedule.ts';

/** Sums over runs. */
export interface Sum {
  runs: number;
  sound: number;
  failures: number;
  sent: number;
  delivered: number;
  lost: number;
  repeated: number;
  flagged: number;
  reordered: number;
  uncertain: number;
  orphaned: number;
  readonly findings: Map<string, number>;
}

/** A sum of nothing. */
export function emptySum(): Sum {
  return {
    runs: 0,
    sound: 0,
    failures: 0,
    sent: 0,
    delivered: 0,
    lost: 0,
    repeated: 0,
    flagged: 0,
    reordered: 0,
    uncertain: 0,
    orphaned: 0,
    findings: new Map(),
  };
}

/** Whether a run came to a verdict. */
export function isResult(result: RunResult | RunFailure): result is RunResult {
  return 'verdict' in result;
}

/** Adds a run to a sum. */
export function add(sum: Sum, result: RunResult | RunFailure): void {
  sum.runs++;
  if (!isResult(result)) {
    sum.failures++;
    return;
  }
  const { verdict } = result;
  if (verdict.sound) sum.sound++;
  for (const finding of verdict.findings) sum.findings.set(finding, (sum.findings.get(finding) ?? 0) + 1);
  for (const balance of [verdict.balances.client, verdict.balances.server]) {
    sum.sent += balance.sent;
    sum.delivered += balance.delivered;
    sum.lost += balance.lost.length;
    sum.repeated += balance.repeated.length;
    sum.flagged += balance.flagged.length;
    sum.reordered += balance.reordered.length;
    sum.uncertain += balance.uncertain.length;
    sum.orphaned += balance.orphaned.length;
  }
}

/** As docs/session-proof.md explains them. */
const words = {
  lost: 'lost',
  repeated: 'repeated',
  reordered: 'out of order',
  uncertain: 'given back',
  orphaned: 'died with their sender',
  wronglyNo: 'said not to be delivered, and delivered',
} as const;

function balanceText(way: string, balance: Balance): string {
  const parts = [`${way}: ${balance.sent} sent`, `${balance.delivered} delivered`];
  for (const what of ['lost', 'repeated', 'reordered', 'uncertain', 'orphaned', 'wronglyNo'] as const) {
    const ids = balance[what];
    if (ids.length > 0)
      parts.push(`${ids.length} ${words[what]} (${ids.slice(0, 5).join(' ')}${ids.length > 5 ? ' …' : ''})`);
  }
  return parts.join(', ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** A run in a few lines. */
export function runText(result: RunResult | RunFailure): string {
  const { seed, faults } = result.schedule;
  const what = `${result.subject} seed ${seed}: ${faults.map(({ fault, load }) => `${fault}/${load}`).join(', then ')}`;
  if (!isResult(result)) return `${what}\n  could not be run: ${result.fault}\n`;
  const { verdict, tookMs } = result;
  const lines = verdict.faults.map(({ name, lastedMs, noticed, recoveredMs }) => {
    const who = (['client', 'server'] as const).map((side) => {
      const notice = noticed[side];
      return notice === null
        ? `${side} did not notice`
        : `${side} noticed after ${seconds(notice.afterMs)} (${notice.code})`;
    });
    const well = recoveredMs === null ? 'never recovered' : `recovered after ${seconds(recoveredMs)}`;
    return `  ${name} for ${seconds(lastedMs)}: ${who.join(', ')}; ${well}`;
  });
  const judged = verdict.sound ? 'sound' : verdict.findings.join(', ');
  return [
    `${what}: ${judged} (${seconds(tookMs)})`,
    ...lines,
    `  ${balanceText('client to server', verdict.balances.client)}`,
    `  ${balanceText('server to client', verdict.balances.server)}`,
    ...verdict.troubles.slice(0, 3).map((text) => `  trouble: ${text}`),
    '',
  ].join('\n');
}

/** What the programs of a run told, a line of JSON each, times from the first. */
export function logText(result: RunResult | RunFailure): string {
  if (!isResult(result)) return '';
  const beganMs = result.log[0]?.atMs ?? 0;
  return result.log
    .map(({ atMs, ...entry }) => `${JSON.stringify({ atMs: Math.round(atMs - beganMs), ...entry })}\n`)
    .join('');
}

/** A run as a line of JSON, with what its seed stands for. */
export function runJson(result: RunResult | RunFailure): string {
  const { schedule, log: _, ...rest } = { log: null, ...result };
  return JSON.stringify({
    type: 'run',
    schema: 'halfopen.proof/1',
    seed: schedule.seed,
    faults: schedule.faults,
    steps: stepsOf(schedule).length,
    ...rest,
  });
}

/** The sum in a line. */
export function sumText(subject: string, sum: Sum): string {
  const { runs, sound, failures, sent, delivered, lost, repeated, flagged, reordered, uncertain, orphaned } =
    sum;
  const findings = [...sum.findings].map(([finding, count]) => `${finding} in ${count}`).join(', ');
  return (
    `${subject}: ${sound} of ${runs} runs sound${failures > 0 ? `, ${failures} could not be made` : ''}; ` +
    `${sent} messages sent, ${delivered} delivered, ${lost} lost, ${repeated} repeated, ${flagged} repeated with a warning, ` +
    `${reordered} out of order, ${uncertain} given back, ${orphaned} died with their sender` +
    `${findings === '' ? '' : `\n  ${findings}`}\n`
  );
}
