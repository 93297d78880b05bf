/** Stories as diagrams. */
import {
  type ArrowItem,
  type Diagram,
  type DiagramItem,
  type DiagramOptions,
  layoutDiagram,
  type TimelineEvent,
} from '../src/index.ts';
import { tell, type Story } from './story.ts';

/** A story, told and laid out. */
export function laid(story: (s: Story) => unknown, options: DiagramOptions = {}): Diagram {
  const s = tell();
  story(s);
  return layoutDiagram([s.events], options);
}

/** The items of one kind, in order. */
export function only<K extends DiagramItem['kind']>(
  { order }: Diagram,
  kind: K,
): Extract<DiagramItem, { kind: K }>[] {
  return order.filter((item): item is Extract<DiagramItem, { kind: K }> => item.kind === kind);
}

/** The packets, in order. */
export function arrows(diagram: Diagram): ArrowItem[] {
  return only(diagram, 'arrow');
}

/** The same event at another time. */
export function shift(each: TimelineEvent, byNs: number): TimelineEvent {
  const later = (ns: number | null): number | null => (ns === null ? null : ns + byNs);
  const atNs = each.atNs + byNs;
  if (each.kind === 'packet')
    return { ...each, atNs, middleNs: later(each.middleNs), arrivedNs: later(each.arrivedNs) };
  return each.kind === 'call' ? { ...each, atNs, returnedNs: later(each.returnedNs) } : { ...each, atNs };
}
