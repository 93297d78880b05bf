import { layoutDiagram, type StateEvent } from '@halfopen/timeline';
import { expect, it } from 'vitest';
import { lastHeights } from '../src/page/ladder/last-heights.ts';

function state(atNs: number): StateEvent {
  return { kind: 'state', side: 'client', atNs, state: 'ESTABLISHED', how: 'observed' };
}

it('a connection that is over ends before the silence of the one beside it', () => {
  const brief = [state(0), state(1e6)];
  const long = [state(0), state(5e9)];
  const diagram = layoutDiagram([brief, long, []]);
  const gap = diagram.order.find(({ kind }) => kind === 'gap')!;
  const [one, other, none] = lastHeights(diagram);
  expect(one).toBeLessThanOrEqual(gap.top);
  expect(other).toBeGreaterThan(gap.top);
  expect(none).toBe(0);
});
