/** Records of a capture that could not be used, counted by kind, so that a damaged file costs no more memory than a good one. */

/** Why a block or a part of it was passed over. The words are stable. */
export type CaptureProblemKind =
  /** A block's second length differs from its first, which was believed. */
  | 'block-length-mismatch'
  /** A block too short for what it must hold. */
  | 'short-block'
  /** A packet block whose packet would not fit into it. */
  | 'packet-exceeds-block'
  /** A packet of an interface that the section does not describe. */
  | 'unknown-interface'
  /** An interface's options that go beyond the end of their block, or that make no sense. */
  | 'bad-interface-option'
  /** More interfaces in a section than are kept; the packets of the others are passed over. */
  | 'too-many-interfaces';

/** A kind of problem with how often it came. */
export interface CaptureProblem {
  readonly problem: CaptureProblemKind;
  readonly count: number;
  /** Number of the last frame before the first of them, or of the frame itself where it was a packet. */
  readonly frameNumber: number;
}

/** Counts problems. */
export class ProblemTally {
  readonly #byKind = new Map<CaptureProblemKind, CaptureProblem>();

  /** Counts one problem, found at frame `frameNumber`. */
  add(problem: CaptureProblemKind, frameNumber: number): void {
    const known = this.#byKind.get(problem);
    const count = (known?.count ?? 0) + 1;
    this.#byKind.set(problem, { problem, count, frameNumber: known?.frameNumber ?? frameNumber });
  }

  /** The kinds that occurred, in the order of their first occurrence. */
  list(): readonly CaptureProblem[] {
    return [...this.#byKind.values()];
  }
}
