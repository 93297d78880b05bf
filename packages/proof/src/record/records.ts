/**
 * What the programs of a run are told and what they tell, as JSON lines on their standard input and output. Times are
 * milliseconds of CLOCK_MONOTONIC, the same clock for all processes of a machine.
 */

/** Who opened the connection, and the other. */
export type Side = 'client' | 'server';

/** The other side. */
export function otherSide(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}

/** What a program can be told. */
export type Order =
  | {
      readonly type: 'start';
      /** The client connects to it; the server listens on the port alone. */
      readonly host: string;
      readonly port: number;
      /** Number of the first message to send. */
      readonly firstId: number;
      /** A private folder that outlives the program, for subjects that store. */
      readonly folder: string;
      readonly profile: Profile;
    }
  | {
      readonly type: 'send';
      readonly count: number;
      readonly gapMs: number;
      readonly minBytes: number;
      readonly maxBytes: number;
    }
  /** Take messages, or leave them where they are. */
  | { readonly type: 'read'; readonly on: boolean }
  /** Do nothing else for so long. */
  | { readonly type: 'block'; readonly ms: number }
  /** Let the wall clock jump. */
  | { readonly type: 'jump'; readonly ms: number };

/** Which timers a subject that has a choice shall use. */
export type Profile = 'default' | 'fast';

/** What the sender knows about a message that has not been acknowledged. */
export type Fate = 'no' | 'maybe';

/** What a program can tell. */
export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'up' }
  /** The library noticed that the connection is gone. */
  | { readonly type: 'down'; readonly code: string }
  | { readonly type: 'sending'; readonly id: number }
  /** The library has said that it took the message, or that it was sent, as its users ask it. */
  | { readonly type: 'sent'; readonly id: number }
  /** The library refused the message, or gave it back. `null`: it does not say whether it was delivered. */
  | { readonly type: 'failed'; readonly id: number; readonly code: string; readonly delivered: Fate | null }
  | { readonly type: 'got'; readonly id: number; readonly flagged: boolean; readonly intact: boolean }
  /** The program met an error that is no part of its work. */
  | { readonly type: 'trouble'; readonly text: string };

/** A report with its time. */
export type Timed<Item> = Item & { readonly atMs: number };

/** A line of a run's log. */
export type Entry =
  | (Timed<Report> & { readonly side: Side })
  | Timed<{ readonly type: 'begin' | 'end'; readonly fault: number }>
  | Timed<{ readonly type: 'killed' | 'started'; readonly side: Side }>;

/** Milliseconds of CLOCK_MONOTONIC. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
