/** Judges a run by its log and nothing else. */
import type { Expectation } from '../faults/fault.ts';
import type { Entry, Side } from '../record/records.ts';
import { balanceOf } from './balance.ts';
import type { Balance, FaultOutcome, Finding, Notice, Verdict } from './verdict.ts';

/** What must be known of a fault. */
export interface JudgedFault {
  readonly name: string;
  readonly expects: Expectation;
  /** The sides that have to notice; both otherwise. */
  readonly silentFor?: readonly Side[];
}

/** What must be known beside the log. */
export interface CheckSetting {
  /** The schedule's faults, in order. */
  readonly faults: readonly JudgedFault[];
  /**
   * A silence that lasts longer than this must have been noticed when it is this old, give or take {@link TOLERANCE_MS}; `null`: no
   * promise is made.
   */
  readonly noticeLimitMs: number | null;
  /** Whether what was sent outlives a kill of its sender. */
  readonly outlivesKill: boolean;
}

/**
 * Room before a promise counts as broken: a fault is logged before the commands that bring it about, and programs on a busy machine
 * are told late that their timers are due. A silence must last as much longer to be judged at all.
 */
const TOLERANCE_MS = 500;
const bothSides: readonly Side[] = ['client', 'server'];
/** A silence of this share of the limit is too short to be taken for death. */
const CERTAINLY_SHORT = 0.75;

function noticeBy(side: Side, log: readonly Entry[], beginMs: number, untilMs: number): Notice | null {
  for (const entry of log) {
    if (entry.type !== 'down' || entry.side !== side || entry.atMs < beginMs) continue;
    return entry.atMs < untilMs ? { afterMs: entry.atMs - beginMs, code: entry.code } : null;
  }
  return null;
}

/** Whether a side has a connection at `beforeMs`, and has got something since `sinceMs`. */
function wasWell(side: Side, log: readonly Entry[], sinceMs: number, beforeMs: number): boolean {
  const told = log.filter((entry) => 'side' in entry && entry.side === side && entry.atMs < beforeMs);
  const last = told.findLast(({ type }) => type === 'up' || type === 'down' || type === 'killed');
  const got = sinceMs === -Infinity || told.some(({ type, atMs }) => type === 'got' && atMs >= sinceMs);
  return last?.type === 'up' && got;
}

/** When the client was connected again after `downMs`: a connection that went before anything came over it does not count. */
function backAt(log: readonly Entry[], downMs: number): number | null {
  let upMs: number | null = null;
  for (const entry of log) {
    if (entry.atMs < downMs || !('side' in entry) || entry.side !== 'client') continue;
    if (entry.type === 'up') upMs ??= entry.atMs;
    else if (entry.type === 'down') upMs = null;
    else if (entry.type === 'got' && upMs !== null) return upMs;
  }
  return upMs;
}

function outcomeOf(log: readonly Entry[], index: number, name: string): FaultOutcome {
  const at = (type: 'begin' | 'end', fault: number): number =>
    log.find((entry) => entry.type === type && entry.fault === fault)?.atMs ?? Infinity;
  const beginMs = at('begin', index);
  const endMs = at('end', index);
  const nextMs = at('begin', index + 1);
  const beforeMs = index === 0 ? -Infinity : at('end', index - 1);
  const arrives = log.some((entry) => entry.type === 'got' && entry.atMs >= endMs);
  const well = log.find((entry) => (entry.type === 'got' || entry.type === 'up') && entry.atMs >= endMs);
  const down = noticeBy('client', log, beginMs, nextMs);
  const downMs = down === null ? Infinity : beginMs + down.afterMs;
  const backAtMs = backAt(log, downMs);
  return {
    name,
    lastedMs: endMs - beginMs,
    wasWell: wasWell('client', log, beforeMs, beginMs) && wasWell('server', log, beforeMs, beginMs),
    noticed: {
      client: down,
      server: noticeBy('server', log, beginMs, nextMs),
    },
    backMs: backAtMs === null ? null : backAtMs - beginMs,
    recoveredMs: !arrives || well === undefined ? null : well.atMs - endMs,
  };
}

function findingsOfBalance(balance: Balance): Finding[] {
  const findings: Finding[] = [];
  if (balance.lost.length > 0) findings.push('lost');
  if (balance.repeated.length > 0) findings.push('repeated');
  if (balance.reordered.length > 0) findings.push('reordered');
  if (balance.damaged > 0) findings.push('damaged');
  if (balance.wronglyNo.length > 0) findings.push('wrongly-no');
  return findings;
}

/**
 * When the last of these sides knew that the connection is gone. A server also knows it from the client's next connection: who
 * noticed first may be back before the other's time is up.
 */
function allKnewAfterMs({ noticed, backMs }: FaultOutcome, sides: readonly Side[]): number {
  const knewAfterMs = sides.map((side) =>
    Math.min(noticed[side]?.afterMs ?? Infinity, side === 'server' ? (backMs ?? Infinity) : Infinity),
  );
  return Math.max(...knewAfterMs);
}

function findingsOfFault(outcome: FaultOutcome, fault: JudgedFault, limitMs: number | null): Finding[] {
  const findings: Finding[] = [];
  const { client, server } = outcome.noticed;
  if (outcome.recoveredMs === null) findings.push('not-recovered');
  const firstMs = Math.min(client?.afterMs ?? Infinity, server?.afterMs ?? Infinity);
  switch (fault.expects) {
    case 'notice':
      if (limitMs === null || !outcome.wasWell || outcome.lastedMs < limitMs + TOLERANCE_MS) break;
      if (allKnewAfterMs(outcome, fault.silentFor ?? bothSides) > limitMs + TOLERANCE_MS)
        findings.push('noticed-late');
      break;
    case 'live':
      if (outcome.wasWell && firstMs <= outcome.lastedMs) findings.push('gave-up-live-peer');
      break;
    case 'busy':
      if (limitMs === null || outcome.lastedMs > limitMs * CERTAINLY_SHORT) break;
      if (outcome.wasWell && firstMs <= outcome.lastedMs + TOLERANCE_MS) findings.push('gave-up-live-peer');
      break;
    case 'break':
    case 'heals':
      break;
  }
  return findings;
}

/** The verdict on a run. Lines of the log are in order of time. */
export function check(log: readonly Entry[], setting: CheckSetting): Verdict {
  const ordered = log.toSorted((a, b) => a.atMs - b.atMs);
  const { faults, noticeLimitMs, outlivesKill } = setting;
  const balances = {
    client: balanceOf('client', ordered, outlivesKill),
    server: balanceOf('server', ordered, outlivesKill),
  };
  const outcomes = faults.map(({ name }, index) => outcomeOf(ordered, index, name));
  const troubles = ordered.flatMap((entry) => (entry.type === 'trouble' ? [entry.text] : []));
  const findings = new Set<Finding>([
    ...findingsOfBalance(balances.client),
    ...findingsOfBalance(balances.server),
    ...outcomes.flatMap((outcome, index) => {
      const fault = faults[index];
      return fault === undefined ? [] : findingsOfFault(outcome, fault, noticeLimitMs);
    }),
    ...(troubles.length > 0 ? (['trouble'] as const) : []),
  ]);
  return { sound: findings.size === 0, findings: [...findings], balances, faults: outcomes, troubles };
}
