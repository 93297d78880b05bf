/** Something was dropped while something is open: what is meant? */
import type { JSX } from 'preact';
import { Dialog } from '../parts/dialog.tsx';

/** `compare`: side by side. `merge`: the same traffic from another place. `instead`: what is open is closed. */
export type SecondWish = 'compare' | 'merge' | 'instead';

export function SecondDialog({
  names,
  canMerge,
  onWish,
}: {
  readonly names: readonly string[];
  readonly canMerge: boolean;
  /** `null`: nothing of that. */
  readonly onWish: (wish: SecondWish | null) => void;
}): JSX.Element {
  return (
    <Dialog title={names.join(', ')} onClose={() => onWish(null)}>
      <div class="choices">
        <button onClick={() => onWish('compare')}>
          <b>Compare</b>
          <span>
            two connections side by side, aligned by their handshakes: before and after a change, good and bad
          </span>
        </button>
        {canMerge ? (
          <button onClick={() => onWish('merge')}>
            <b>The same traffic, from another place</b>
            <span>each connection is told once; what left one place and never came to the other shows</span>
          </button>
        ) : null}
        <button onClick={() => onWish('instead')}>
          <b>Open instead</b>
          <span>what is open now is closed</span>
        </button>
      </div>
    </Dialog>
  );
}
