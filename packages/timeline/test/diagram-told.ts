/** Stories as diagrams. */
import {
  type ArrowItem,
  type Diagram,
  type DiagramItem,
  type DiagramOptions,
  layoutDiagram,
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
