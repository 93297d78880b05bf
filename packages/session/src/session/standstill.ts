/**
 * Whether something still gets anywhere.
 *
 *     progress ── nothing for `idleMs` ──▶ a turn of the loop, for what waits to be read ── still nothing ──▶ standstill
 *        ▲────────── something ──────────────────────────────────────────┘
 *
 * Time that this process could not use does not count; the deadline is by the clock.
 */
import type { Clock, Timer } from '../time/clock.ts';
import type { LoopWatch } from '../time/loop-watch.ts';

/** What is watched, and for how long. */
export interface StandstillOptions {
  readonly clock: Clock;
  readonly loopWatch: LoopWatch;
  /** Grows with everything that gets anywhere. */
  readonly progress: () => number;
  readonly idleMs: number;
  readonly deadlineMs: number;
}

/** Calls back once, when the watched comes to a standstill or to its deadline. The returned function ends the watch. */
export function watchStandstill(
  { clock, loopWatch, progress, idleMs, deadlineMs }: StandstillOptions,
  over: (why: 'standstill' | 'deadline') => void,
): () => void {
  // Time is only watched while somebody listens.
  const unlisten = loopWatch.listen(() => undefined);
  const usable = (): number => clock.now() - loopWatch.stolenMs();
  const begun = clock.now();
  let seen = progress();
  let movedAt = usable();
  let timer: Timer | null = null;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    timer?.cancel();
    unlisten();
  };
  const finish = (why: 'standstill' | 'deadline'): void => {
    end();
    over(why);
  };
  const note = (): void => {
    if (progress() === seen) return;
    seen = progress();
    movedAt = usable();
  };
  const arm = (): void => {
    const untilIdleMs = movedAt + idleMs - usable();
    const untilDeadlineMs = begun + deadlineMs - clock.now();
    timer = clock.after(Math.ceil(Math.max(0, Math.min(untilIdleMs, untilDeadlineMs))), look);
  };
  const judge = (): void => {
    if (isOver) return;
    note();
    if (clock.now() - begun >= deadlineMs) finish('deadline');
    else if (usable() - movedAt >= idleMs) finish('standstill');
    else arm();
  };
  // What came while the loop was blocked is read first.
  const look = (): void => clock.soon(judge);
  arm();
  return end;
}
