/** How far down each pane of a diagram has something to say. */
import type { Diagram, DiagramItem } from '@halfopen/timeline';

/** Where an item is over; what has no end of its own counts where it begins. */
function endOf(item: DiagramItem): number {
  switch (item.kind) {
    case 'arrow':
      return Math.max(item.y1, item.y2);
    case 'call':
      return item.returned ? item.y2 : item.y1;
    case 'state':
    case 'kernel':
    case 'fault':
    case 'gap':
      return item.label.y;
  }
}

/** For each pane the height of its last moment; 0 without any. */
export function lastHeights({ order, panes }: Diagram): readonly number[] {
  const last = Array.from({ length: panes }, () => 0);
  for (const item of order) if (item.pane !== null) last[item.pane] = Math.max(last[item.pane]!, endOf(item));
  return last;
}
