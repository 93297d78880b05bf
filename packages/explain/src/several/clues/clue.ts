/** The contract of clues: what several captures show together that none of them shows alone. */
import type { CaseName, Side } from '@halfopen/catalogue';
import type { Comparison } from '../comparison.ts';
import type { Journey } from '../journeys.ts';

/** A packet that a clue rests on. */
export interface ClueEvidence {
  readonly journey: Journey;
  readonly says: string;
}

/** What a clue came to. */
export interface ClueFound {
  /** The captures were running; otherwise they may not have been, and nothing is excluded. */
  readonly shown: boolean;
  /** One clause, e.g. `none of the 6 SYNs is in server.pcap`. */
  readonly says: string;
  readonly evidence: readonly ClueEvidence[];
  /** Cases that are possible then although no single capture shows them, as far as the connection's ending allows. */
  readonly brings?: readonly CaseName[];
  /** At this side only what follows from it is to be seen, so what it looks like there is no guide to the cause. */
  readonly consequenceAt?: Side;
}

/** One thing that a comparison can show, and what it means for the cases. */
export interface Clue {
  readonly find: (comparison: Comparison) => ClueFound | null;
  /** Cases that it excludes when it is shown, and makes unlikely when it is only presumed. */
  readonly excludes: readonly CaseName[];
  /** Cases that it speaks for. */
  readonly favours: readonly CaseName[];
  /** It leaves no other cases than those that it speaks for. */
  readonly settles?: true;
}
