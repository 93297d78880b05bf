/**
 * What is to be done for each key, in the order it was asked for: one thing at a time, but appends that wait next to each other go
 * together, so that many of them share one write.
 *
 *     append  append  append │ claim │ append  append │ remove
 *     └──── one commit ────┘          └─ one commit ─┘
 */
import type { StoreChange } from './session-store.ts';

const MAX_BATCH = 1024;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** An append that waits for its turn. Exactly one of its two functions must be called. */
export interface WaitingAppend {
  readonly epoch: number;
  readonly change: StoreChange;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

type Job = { readonly append: WaitingAppend } | { readonly run: () => Promise<void> };

/** Carries out appends of one epoch that stand next to each other, and settles each. */
export type Commit = (key: string, epoch: number, appends: readonly WaitingAppend[]) => Promise<void>;

export class KeyQueue {
  readonly #jobs = new Map<string, Job[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #commit: Commit;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  /** Settles as its append does. */
  append(key: string, epoch: number, change: StoreChange): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#add(key, { append: { epoch, change, resolve, reject } });
    });
  }

  /** Runs something after everything that was asked for before, and before everything that is asked for after. */
  alone<T>(key: string, task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#add(key, { run: () => task().then(resolve, reject) });
    });
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #add(key: string, job: Job): void {
    const waiting = this.#jobs.get(key);
    if (waiting !== undefined) {
      waiting.push(job);
      return;
    }
    const jobs = [job];
    this.#jobs.set(key, jobs);
    const running = this.#work(key, jobs).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #work(key: string, jobs: Job[]): Promise<void> {
    // Whoever appends several times in a row gets them into one commit.
    await Promise.resolve();
    while (jobs.length > 0) {
      const first = jobs[0]!;
      if ('run' in first) {
        jobs.shift();
        await first.run();
        continue;
      }
      const batch = takeBatch(jobs, first.append.epoch);
      try {
        await this.#commit(key, first.append.epoch, batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#jobs.delete(key);
  }
}

/** Takes the appends of one epoch from the front, as many as go together. */
function takeBatch(jobs: Job[], epoch: number): readonly WaitingAppend[] {
  const batch: WaitingAppend[] = [];
  let bytes = 0;
  for (const job of jobs) {
    if (!('append' in job) || job.append.epoch !== epoch || batch.length === MAX_BATCH) break;
    for (const { payload } of job.append.change.outgoing ?? []) bytes += payload?.length ?? 0;
    if (bytes > MAX_BATCH_BYTES && batch.length > 0) break;
    batch.push(job.append);
  }
  jobs.splice(0, batch.length);
  return batch;
}
