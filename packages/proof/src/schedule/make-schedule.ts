/** Makes a run's schedule from its seed. */
import type { Side } from '../record/records.ts';
import { type Dice, diceOf } from './dice.ts';
import type { FaultPlan, Load, PausePlan, Schedule, TrafficPlan } from './schedule.ts';

/** What must be known of a fault to plan it. */
export interface FaultTimes {
  readonly name: string;
  /** Shortest and longest duration of a run among many. */
  readonly shortMs: readonly [number, number];
  /** Duration in real-time runs. */
  readonly realMs: number;
  /** Loads that make sense with it. */
  readonly loads: readonly Load[];
}

/** What is asked for. */
export interface ScheduleChoice {
  /** Faults to choose from; not empty. */
  readonly faults: readonly FaultTimes[];
  /** Most faults in one run. */
  readonly maxFaults: number;
  /** `null`: chosen by the seed. */
  readonly load: Load | null;
  readonly side: Side | null;
  readonly realTime: boolean;
}

const sides: readonly Side[] = ['client', 'server'];
/** How long both sides talk before the first fault, and after the last. */
const LEAD_MS: readonly [number, number] = [150, 400];
const TAIL_MS = 300;
/** Two faults in a run leave this much between them: time to get well, or not quite. */
const BETWEEN_MS: readonly [number, number] = [100, 1500];
/** A flood begins before the fault and lasts beyond its beginning. */
const FLOOD_LEAD_MS = 100;
const FLOOD_COUNT = 200;
const HOUR_MS = 3_600_000;

function trickle(dice: Dice, from: Side, atMs: number, forMs: number): TrafficPlan {
  const gapMs = dice.between(5, 40);
  const maxBytes = dice.one([64, 400, 3000]);
  return { atMs, from, count: Math.max(1, Math.floor(forMs / gapMs)), gapMs, minBytes: 16, maxBytes };
}

function flood(atMs: number, from: Side): TrafficPlan {
  return { atMs, from, count: FLOOD_COUNT, gapMs: 1, minBytes: 2000, maxBytes: 16_384 };
}

function planFault(dice: Dice, choice: ScheduleChoice, atMs: number): FaultPlan {
  const times = dice.one(choice.faults);
  const [shortest, longest] = times.shortMs;
  const chosen = dice.between(shortest, longest);
  const load = dice.one(times.loads);
  const side = dice.one(sides);
  return {
    fault: times.name,
    atMs,
    forMs: choice.realTime ? times.realMs : chosen,
    load: choice.load !== null && times.loads.includes(choice.load) ? choice.load : load,
    side: choice.side ?? side,
    jumpMs: dice.one([-HOUR_MS, HOUR_MS]),
  };
}

/** The traffic during a fault and what holds it up. */
function around(dice: Dice, plan: FaultPlan): { traffic: TrafficPlan[]; pauses: PausePlan[] } {
  const { atMs, forMs, load } = plan;
  switch (load) {
    case 'idle':
      return { traffic: [], pauses: [] };
    case 'busy':
      return {
        traffic: sides.map((from) => trickle(dice, from, atMs, Math.min(Math.max(forMs, 200), 2000))),
        pauses: [],
      };
    case 'full': {
      const beginMs = atMs - FLOOD_LEAD_MS;
      return {
        traffic: sides.map((from) => flood(beginMs, from)),
        pauses: sides.map((side) => ({ atMs: beginMs, forMs: FLOOD_LEAD_MS + dice.between(20, 150), side })),
      };
    }
  }
}

/** The schedule of a seed. The same seed and choice give the same schedule. */
export function makeSchedule(seed: number, choice: ScheduleChoice): Schedule {
  const dice = diceOf(seed, 'schedule');
  const count = dice.chance(0.3) ? choice.maxFaults : 1;
  const faults: FaultPlan[] = [];
  const traffic: TrafficPlan[] = [];
  const pauses: PausePlan[] = [];
  let now = 0;
  for (let index = 0; index < count; index++) {
    const quietMs = index === 0 ? dice.between(...LEAD_MS) : dice.between(...BETWEEN_MS);
    traffic.push(...sides.map((from) => trickle(dice, from, now, quietMs)));
    const plan = planFault(dice, choice, now + quietMs + FLOOD_LEAD_MS);
    const { traffic: during, pauses: held } = around(dice, plan);
    faults.push(plan);
    traffic.push(...during);
    pauses.push(...held);
    now = plan.atMs + plan.forMs;
  }
  traffic.push(...sides.map((from) => trickle(dice, from, now, TAIL_MS)));
  return { seed, faults, traffic, pauses, endsMs: now + TAIL_MS };
}
