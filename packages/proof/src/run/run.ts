/** One run: a subject under a schedule, on hosts that are there. */
import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../check/check.ts';
import type { Verdict } from '../check/verdict.ts';
import type { Fault } from '../faults/fault.ts';
import { faultNamed } from '../faults/faults.ts';
import { type Entry, type Profile, monotonicMs } from '../record/records.ts';
import { type Schedule, type Step, stepsOf } from '../schedule/schedule.ts';
import type { Hosts } from '../stage/hosts.ts';
import { Stage } from '../stage/stage.ts';
import type { Subject } from '../subjects/subject.ts';
import { Ledger } from './ledger.ts';

/** What to run. */
export interface RunSetting {
  readonly hosts: Hosts;
  readonly subject: Subject;
  readonly schedule: Schedule;
  readonly profile: Profile;
  /** Let everything last as long as in life. */
  readonly realTime: boolean;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** How a run went. */
export interface RunResult {
  readonly schedule: Schedule;
  readonly subject: string;
  readonly verdict: Verdict;
  readonly tookMs: number;
  /** Everything the programs told, in order of time. */
  readonly log: readonly Entry[];
}

/** In real time: longer than every heartbeat and keepalive of the subjects that could still save a message. */
export const REAL_PATIENCE_MS = 75_000;
/** Sent when something is missing in the end. */
const PROBES = { type: 'send', count: 5, gapMs: 50, minBytes: 16, maxBytes: 64 } as const;
/** Everything has arrived: this much longer for what arrives twice. */
const AFTERMATH_MS = 120;

/** Whether both sides have got all probes, or later messages. */
function arrivedSince(stage: Stage, index: number): boolean {
  const arrived = (side: 'client' | 'server'): number =>
    stage.log.slice(index).filter((entry) => entry.type === 'got' && entry.side === side).length;
  return stage.nothingOwed && arrived('client') >= PROBES.count && arrived('server') >= PROBES.count;
}

function faultOf(name: string): Fault {
  const fault = faultNamed(name);
  if (fault === undefined) throw new RangeError(`no fault ${name}`);
  return fault;
}

async function perform(stage: Stage, step: Step): Promise<void> {
  switch (step.type) {
    case 'traffic': {
      const { from, count, gapMs, minBytes, maxBytes } = step.plan;
      stage.order(from, { type: 'send', count, gapMs, minBytes, maxBytes });
      return;
    }
    case 'read':
      stage.order(step.side, { type: 'read', on: step.on });
      return;
    case 'fault-begin': {
      const { plan, index } = step;
      // Before it does anything: what it does may be noticed at once.
      stage.note({ type: 'begin', fault: index });
      await faultOf(plan.fault).begin({ stage, plan, index });
      return;
    }
    case 'fault-end': {
      const { plan, index } = step;
      // From here on it may be over: the command that lifts it takes its time.
      stage.note({ type: 'end', fault: index });
      await faultOf(plan.fault).end({ stage, plan, index });
      return;
    }
  }
}

async function follow(stage: Stage, schedule: Schedule, signal: AbortSignal): Promise<void> {
  const beganMs = monotonicMs();
  for (const step of stepsOf(schedule)) {
    const earlyMs = beganMs + step.atMs - monotonicMs();
    if (earlyMs > 0) await delay(earlyMs, undefined, { signal });
    await perform(stage, step);
  }
}

/** Runs it. Rejects when the run could not be made, or with the signal's reason; the stage is taken down in any case. */
export async function run(setting: RunSetting): Promise<RunResult> {
  const { hosts, subject, schedule, profile, port, signal } = setting;
  const faults = schedule.faults.map((plan) => faultOf(plan.fault));
  const relayed = faults.some((fault) => fault.relayed === true);
  const named = !relayed && faults.some((fault) => fault.named === true);
  const began = monotonicMs();
  const patienceMs = setting.realTime ? REAL_PATIENCE_MS : subject.patienceMs;
  const stage = new Stage({ hosts, subject, profile, port, relayed, named });
  try {
    await stage.open(signal);
    await follow(stage, schedule, signal);
    const ledger = new Ledger(subject.outlivesKill);
    const settled = (): boolean => ledger.settled(stage);
    await stage.until(settled, patienceMs, signal);
    if (!settled()) {
      // Something is missing. Does the path carry messages again?
      for (const side of ['client', 'server'] as const) stage.order(side, PROBES);
      const before = stage.log.length;
      await stage.until(() => arrivedSince(stage, before), patienceMs, signal);
    }
    await delay(AFTERMATH_MS, undefined, { signal });
  } finally {
    await stage.close();
  }
  const verdict = check(stage.log, {
    faults,
    noticeLimitMs: subject.noticeLimitMs[profile],
    outlivesKill: subject.outlivesKill,
  });
  const log = stage.log.toSorted((a, b) => a.atMs - b.atMs);
  return { schedule, subject: subject.name, verdict, tookMs: monotonicMs() - began, log };
}
