/** What both scales work from, and what they give. */
import type { Heights } from './axis.ts';
import type { Instants, Pane } from './instants.ts';

/** Moments to be placed. */
export interface Scene {
  readonly panes: readonly Pane[];
  /** For each pane the column of each moment. */
  readonly columns: readonly Uint8Array[];
  readonly instants: Instants;
  /** The instants before which nothing happened for long, ascending. */
  readonly silences: readonly number[];
  readonly lineHeight: number;
}

/** Where everything stands. */
export interface Placement extends Heights {
  /** For each pane the height of each moment: never less than that of the one before. */
  readonly ys: readonly Float64Array[];
  /** For each pane 1 for each moment whose label has no room. */
  readonly crowded: readonly Uint8Array[];
}
