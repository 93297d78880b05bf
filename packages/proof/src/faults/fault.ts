/** A way to hurt a connection. One file each; `faults.ts` lists them. */
import type { Side } from '../record/records.ts';
import type { FaultPlan, Load } from '../schedule/schedule.ts';
import type { Stage } from '../stage/stage.ts';

/**
 * What is right to happen:
 * `notice` - nothing can come any more and no packet says so: to be noticed in time, by a heartbeat, on each side in `silentFor`;
 * `live`   - the other side is well: the connection must not be given up;
 * `busy`   - the other side is well, but does not answer for a while: not to be given up before a silence counts as death;
 * `break`  - the connection is ended, and somebody is told;
 * `heals`  - nothing comes for a while: going on with the same connection is as good as with another.
 */
export type Expectation = 'notice' | 'live' | 'busy' | 'break' | 'heals';

/** Where a fault acts. */
export interface FaultStage {
  readonly stage: Stage;
  readonly plan: FaultPlan;
  /** Its place in the schedule: the owner of its rules. */
  readonly index: number;
}

/** A fault. */
export interface Fault {
  /** Kebab-case. */
  readonly name: string;
  /** For a table. */
  readonly title: string;
  readonly expects: Expectation;
  /** Shortest and longest duration of a run among many, and the duration in real-time runs, in milliseconds. */
  readonly shortMs: readonly [number, number];
  readonly realMs: number;
  readonly loads: readonly Load[];
  /** The side it hits in the table, for faults that hit one; the client otherwise. */
  readonly side?: Side;
  /** The sides that nothing reaches, and that run: each has to notice by itself. Both otherwise. Only for `notice`. */
  readonly silentFor?: readonly Side[];
  /** What the table says of its beginning; what its load says otherwise. */
  readonly beginsText?: string;
  /** Whose notice the table shows; the client's otherwise. */
  readonly witness?: Side;
  /** Connections must go through a relay. */
  readonly relayed?: true;
  /** The client must connect to a name with an IPv6 and an IPv4 address. */
  readonly named?: true;
  /** The fault makes the program of a side lose its memory. */
  readonly kills?: true;
  /** Takes effect before it resolves. */
  readonly begin: (at: FaultStage) => Promise<void>;
  readonly end: (at: FaultStage) => Promise<void>;
}

/** For faults that end by themselves, or not at all. */
export async function nothing(): Promise<void> {
  // Nothing to undo.
}
