/**
 * What one run does, decided before it begins, so that it can be repeated: the faults with their times and the traffic
 * around them. Everything in milliseconds after both sides are connected.
 *
 *     traffic  ──────┐ idle: nothing        ┌──────
 *                    │ busy: a trickle      │            both directions
 *                    │ full: a flood, unread │
 *     fault          ├──────────────────────┤
 *                   at                    at + for
 */
import type { Side } from '../record/records.ts';

/** What is on its way when the fault begins. */
export type Load = 'idle' | 'busy' | 'full';

/** All loads, lightest first. */
export const loads: readonly Load[] = ['idle', 'busy', 'full'];

/** One fault of a schedule. */
export interface FaultPlan {
  readonly fault: string;
  readonly atMs: number;
  readonly forMs: number;
  readonly load: Load;
  /** The side it hits, for faults that hit one. */
  readonly side: Side;
  /** How far a clock jumps; only clock faults look at it. */
  readonly jumpMs: number;
}

/** Messages sent evenly. */
export interface TrafficPlan {
  readonly atMs: number;
  readonly from: Side;
  readonly count: number;
  readonly gapMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** Times in which a side's application takes no messages. */
export interface PausePlan {
  readonly atMs: number;
  readonly forMs: number;
  readonly side: Side;
}

/** One run. */
export interface Schedule {
  readonly seed: number;
  readonly faults: readonly FaultPlan[];
  readonly traffic: readonly TrafficPlan[];
  readonly pauses: readonly PausePlan[];
  /** When the last thing has been started. */
  readonly endsMs: number;
}

/** One thing to do at a time. */
export type Step =
  | { readonly atMs: number; readonly type: 'fault-begin'; readonly index: number; readonly plan: FaultPlan }
  | { readonly atMs: number; readonly type: 'fault-end'; readonly index: number; readonly plan: FaultPlan }
  | { readonly atMs: number; readonly type: 'traffic'; readonly plan: TrafficPlan }
  | { readonly atMs: number; readonly type: 'read'; readonly side: Side; readonly on: boolean };

/** The schedule as a list in order of time; what is planned for the same time keeps its place. */
export function stepsOf(schedule: Schedule): readonly Step[] {
  const steps: Step[] = [
    ...schedule.pauses.flatMap(({ atMs, forMs, side }): Step[] => [
      { atMs, type: 'read', side, on: false },
      { atMs: atMs + forMs, type: 'read', side, on: true },
    ]),
    ...schedule.faults.flatMap((plan, index): Step[] => [
      { atMs: plan.atMs, type: 'fault-begin', index, plan },
      { atMs: plan.atMs + plan.forMs, type: 'fault-end', index, plan },
    ]),
    // Last, so that what is sent after a fault finds it gone.
    ...schedule.traffic.map((plan): Step => ({ atMs: plan.atMs, type: 'traffic', plan })),
  ];
  return steps.toSorted((a, b) => a.atMs - b.atMs);
}
