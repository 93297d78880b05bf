/** The lab: runs scenarios side by side and reports each as it is done, in the order they were asked for. */
import type { Backstage } from './backstage/backstage.ts';
import { type LabNumber, holdLabNumber } from './lab-directory.ts';
import { type RunResult, performRun } from './run.ts';
import type { Scenario } from './scenario.ts';

/** One variant of one case, to be run. */
export interface Booking {
  readonly scenario: Scenario;
  readonly variant: string;
}

/** How to run. */
export interface LabOptions {
  readonly seed: number;
  readonly realTime: boolean;
  /** How many runs at a time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
}

/** What happens while the lab works. */
export interface LabEvents {
  readonly started?: (booking: Booking) => void;
  /** In order of completion. */
  readonly finished?: (booking: Booking) => void;
  /** In the order of the bookings. */
  readonly result: (booking: Booking, result: RunResult | LabFailure) => void;
}

/** A run that the lab itself could not perform. */
export interface LabFailure {
  readonly outcome: 'surprised';
  readonly fault: string;
  readonly tookMs: number;
}

/** Whether a run came to a result, not to a failure of the lab. */
export function isRunResult(result: RunResult | LabFailure): result is RunResult {
  return 'record' in result;
}

/** How long a booking takes, as far as its scenario says. */
export function expectedSeconds({ scenario }: Booking, realTime: boolean): number {
  const { takesS = 1, realTimeS = takesS } = scenario;
  return realTime ? realTimeS : takesS;
}

interface Queued {
  readonly booking: Booking;
  readonly index: number;
}

/** A promise that rejects with the signal's reason: one listener, however many runs race it. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // It may come when nobody is waiting.
  rejection.catch(() => undefined);
  return rejection;
}

export class Lab {
  readonly #backstage: Backstage;
  readonly #number: LabNumber;
  readonly #traceRefused: string | null;
  #runs = 0;

  private constructor(backstage: Backstage, number: LabNumber, traceRefused: string | null) {
    this.#backstage = backstage;
    this.#number = number;
    this.#traceRefused = traceRefused;
  }

  /** Opens the lab on a running backstage thread. */
  static async open(backstage: Backstage): Promise<Lab> {
    const number = holdLabNumber();
    try {
      return new Lab(backstage, number, await backstage.request('trace-open', null));
    } catch (error) {
      number.release();
      throw error;
    }
  }

  /** Why the kernel trace can't be read; `null` when it is. */
  get traceRefused(): string | null {
    return this.#traceRefused;
  }

  /**
   * Runs all bookings. Rejects with the signal's reason when aborted, or with what `events.result` throws, after
   * everything has been taken down.
   */
  async run(bookings: readonly Booking[], options: LabOptions, events: LabEvents): Promise<void> {
    const over = new AbortController();
    const stop = (): void => over.abort(options.signal.reason);
    options.signal.addEventListener('abort', stop, { once: true });
    if (options.signal.aborted) stop();
    const interrupted = rejectionOf(over.signal);
    const results: (RunResult | LabFailure | undefined)[] = bookings.map(() => undefined);
    let reported = 0;
    const queue: Queued[] = bookings
      .map((booking, index) => ({ booking, index }))
      .sort(
        (a, b) => expectedSeconds(b.booking, options.realTime) - expectedSeconds(a.booking, options.realTime),
      );
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (over.signal.aborted) return;
        events.started?.(next.booking);
        results[next.index] = await this.#perform(next.booking, options, interrupted);
        if (over.signal.aborted) return;
        events.finished?.(next.booking);
        for (let result = results[reported]; result !== undefined; result = results[reported]) {
          const booking = bookings[reported];
          if (booking !== undefined) events.result(booking, result);
          results[reported] = undefined;
          reported += 1;
        }
      }
    };
    const worker = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        // Whoever hears of a result could not cope: the other runs are broken off and taken down first.
        over.abort(error);
      }
    };
    await Promise.all(Array.from({ length: Math.min(options.jobs, bookings.length) }, worker));
    options.signal.removeEventListener('abort', stop);
    over.signal.throwIfAborted();
  }

  /** Closes the lab; its backstage thread can be stopped then. */
  close(): void {
    this.#number.release();
  }

  async #perform(
    booking: Booking,
    options: LabOptions,
    interrupted: Promise<never>,
  ): Promise<RunResult | LabFailure> {
    const began = performance.now();
    try {
      return await performRun(this.#backstage, {
        ...booking,
        seed: options.seed,
        realTime: options.realTime,
        interrupted,
        labNumber: this.#number.number,
        runNumber: this.#runs++,
        traced: this.#traceRefused === null,
      });
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      return { outcome: 'surprised', fault, tookMs: performance.now() - began };
    }
  }
}
