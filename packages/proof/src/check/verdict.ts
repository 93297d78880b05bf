/** What the log of a run comes to. */
import type { Side } from '../record/records.ts';

/** What became of the messages of one direction. */
export interface Balance {
  /** Messages that the library took over or said it had sent. */
  readonly sent: number;
  /** Different messages that arrived. */
  readonly delivered: number;
  /** Sent, never delivered, and nobody was told. */
  readonly lost: readonly number[];
  /** Delivered again without a warning. */
  readonly repeated: readonly number[];
  /** Delivered again with a warning. */
  readonly flagged: readonly number[];
  /** Delivered for the first time after a later one. */
  readonly reordered: readonly number[];
  /** Arrived with other bytes than were sent. */
  readonly damaged: number;
  /** Refused or given back as uncertain, and not delivered. */
  readonly uncertain: readonly number[];
  /** Given back as surely not delivered, but delivered. */
  readonly wronglyNo: readonly number[];
  /** Not delivered, and their sender was killed: nobody is left who could know. */
  readonly orphaned: readonly number[];
}

/** What a side saw of a fault. */
export interface Notice {
  readonly afterMs: number;
  readonly code: string;
}

/** One fault as it went. */
export interface FaultOutcome {
  readonly name: string;
  /** How long it really lasted. */
  readonly lastedMs: number;
  /**
   * Whether both sides had a connection when it began, and both had got a message since the fault before: otherwise nobody can say
   * which of the two was noticed.
   */
  readonly wasWell: boolean;
  /** The first word of each side's library that the connection is gone, during the fault or after it. */
  readonly noticed: Readonly<Record<Side, Notice | null>>;
  /** From its beginning until the client's library, which had noticed, was connected again for good. */
  readonly backMs: number | null;
  /** From its end until a side was connected again or a message arrived; `null` when none arrived any more. */
  readonly recoveredMs: number | null;
}

/** Reasons why a run is not sound. */
export type Finding =
  | 'lost'
  | 'repeated'
  | 'reordered'
  | 'damaged'
  | 'wrongly-no'
  | 'not-recovered'
  | 'noticed-late'
  | 'gave-up-live-peer'
  | 'trouble';

/** The whole run. */
export interface Verdict {
  readonly sound: boolean;
  readonly findings: readonly Finding[];
  /** By the side that sends. */
  readonly balances: Readonly<Record<Side, Balance>>;
  readonly faults: readonly FaultOutcome[];
  /** Errors of programs, in their words. */
  readonly troubles: readonly string[];
}
