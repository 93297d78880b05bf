/** The labels of a diagram by the columns they share, told apart without the layout's help. */
import type { Diagram, Label } from '../src/index.ts';

/** The labels of each column of each pane that has any. A fault and a gap stand in all of them. */
export function labelsByColumn({ order, narrow, panes }: Diagram): Label[][] {
  const lanes = ['client-state', 'client-calls', 'wire', 'server-calls', 'server-state'];
  const columns = new Map<string, Label[]>();
  for (const item of order) {
    const inPanes = item.pane === null ? Array.from({ length: panes }, (_, pane) => pane) : [item.pane];
    const across = item.kind === 'fault' || item.kind === 'gap';
    const inLanes = across ? lanes : [item.kind === 'arrow' ? 'wire' : item.lane];
    const labels = [item.label, ...(item.kind === 'call' && item.returnLabel ? [item.returnLabel] : [])];
    for (const pane of inPanes) {
      for (const lane of new Set(narrow ? ['all'] : inLanes)) {
        const key = `${pane} ${lane}`;
        columns.set(key, [...(columns.get(key) ?? []), ...labels]);
      }
    }
  }
  return [...columns.values()];
}

/** Whether two labels are nearer to each other than a line. */
export function isCrowdedIn(labels: readonly Label[], lineHeight: number): boolean {
  const ys = labels.map(({ y }) => y).sort((a, b) => a - b);
  return ys.some((y, at) => at > 0 && y - ys[at - 1]! < lineHeight - 1e-6);
}
