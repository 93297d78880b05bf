/** A diagram in a few pixels. */
import { isReset } from '../ladder/cause.ts';
import type { Diagram, MinimapSlice } from './diagram.ts';

type Draft = { -readonly [Key in keyof MinimapSlice]: MinimapSlice[Key] };

/** What is in a diagram from top to bottom, in as many slices of equal height as the strip is high in px. */
export function minimapOf(diagram: Diagram, heightPx: number): readonly MinimapSlice[] {
  const slices = Array.from({ length: Math.max(1, Math.floor(heightPx)) }, emptySlice);
  const at = (y: number): number =>
    Math.min(slices.length - 1, Math.max(0, Math.floor((y / diagram.heightPx) * slices.length)));
  for (const item of diagram.order) {
    const slice = slices[at(item.label.y)]!;
    if (item.kind === 'fault') slice.faults += 1;
    if (item.kind === 'gap')
      for (let each = at(item.y1); each <= at(item.y2); each += 1) slices[each]!.gaps += 1;
    if (item.kind !== 'arrow') continue;
    slice[item.from === 'middle' ? 'fromMiddle' : item.from === 'client' ? 'fromClient' : 'fromServer'] += 1;
    if (isReset(item.event)) slice.resets += 1;
    if (item.event.retransmission > 0) slice.retransmissions += 1;
    if (item.loss !== null) slice.losses += 1;
  }
  return slices;
}

function emptySlice(): Draft {
  return {
    fromClient: 0,
    fromServer: 0,
    fromMiddle: 0,
    resets: 0,
    retransmissions: 0,
    losses: 0,
    faults: 0,
    gaps: 0,
  };
}
