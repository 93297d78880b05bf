/** Many runs, some at a time, each worker on hosts of its own. */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Backstage, holdLabNumber } from '@halfopen/lab';
import type { Profile } from '../record/records.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { type Hosts, closeHosts, openHosts } from '../stage/hosts.ts';
import type { Subject } from '../subjects/subject.ts';
import { type RunResult, run } from './run.ts';

/** One run to make. */
export interface Job {
  readonly subject: Subject;
  readonly schedule: Schedule;
}

/** A run that could not be made. */
export interface RunFailure {
  readonly schedule: Schedule;
  readonly subject: string;
  readonly fault: string;
}

/** How to work. */
export interface WorkOptions {
  readonly workers: number;
  readonly profile: Profile;
  readonly realTime: boolean;
  readonly signal: AbortSignal;
  /** Told in the order in which runs end. */
  readonly done: (job: Job, result: RunResult | RunFailure) => void;
}

/** Ports of servers, one after the other, so that no run meets what the one before left in the kernel. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;
/** Workers begin one after the other: whoever starts when all start is late with everything. */
const STAGGER_MS = 150;
/** Networks of a lab number. */
const MAX_WORKERS = 250;

/** Makes all runs. Rejects with the signal's reason when aborted, after everything has been taken down. */
export async function work(jobs: readonly Job[], options: WorkOptions): Promise<void> {
  const { signal, profile, realTime, done } = options;
  // One run listens more than once, and many runs share the signal.
  setMaxListeners(0, signal);
  const held = holdLabNumber();
  const backstage = await Backstage.start();
  let next = 0;

  async function attempt(job: Job, hosts: Hosts, port: number): Promise<RunResult | RunFailure> {
    try {
      return await run({ hosts, ...job, profile, realTime, port, signal });
    } catch (error) {
      signal.throwIfAborted();
      const fault = error instanceof Error ? error.message : String(error);
      return { schedule: job.schedule, subject: job.subject.name, fault };
    }
  }

  async function worker(number: number): Promise<void> {
    await delay(number * STAGGER_MS, undefined, { signal });
    let hosts = await openHosts(backstage, held.number, number, realTime);
    try {
      for (;;) {
        signal.throwIfAborted();
        const index = next++;
        const job = jobs[index];
        if (job === undefined) return;
        const result = await attempt(job, hosts, FIRST_PORT + (index % PORTS));
        done(job, result);
        if ('verdict' in result) continue;
        // Nobody knows in what state it has left them.
        await closeHosts(backstage, hosts.namespaces);
        hosts = await openHosts(backstage, held.number, number, realTime);
      }
    } finally {
      await closeHosts(backstage, hosts.namespaces);
    }
  }

  try {
    const count = Math.min(options.workers, MAX_WORKERS, Math.max(jobs.length, 1));
    const endings = await Promise.allSettled(Array.from({ length: count }, (_, index) => worker(index + 1)));
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
  } finally {
    await backstage.stop();
    held.release();
  }
}
