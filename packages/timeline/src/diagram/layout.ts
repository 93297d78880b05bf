/**
 * From events to the geometry of their diagram.
 *
 *     panes ─▶ moments ─▶ instants ─▶ heights (elastic or true) ─▶ items ─▶ index
 *                 │          └─▶ silences ──────────┘                │
 *                 └─▶ columns, repeats ──────────────────────────────┘
 */
import type { TimelineEvent } from '../events.ts';
import { momentsOf } from '../merge.ts';
import { axisOf } from './axis.ts';
import { columnsOf } from './columns.ts';
import type { Diagram, DiagramOptions } from './diagram.ts';
import { placeElastic } from './elastic.ts';
import type { DiagramItem, GapItem } from './geometry.ts';
import { instantsOf } from './instants.ts';
import { itemMaker } from './pane-items.ts';
import { repeatsOf } from './repeats.ts';
import { endOfSilence, findSilences } from './silences.ts';
import { placeTrue } from './true-scale.ts';
import { indexExtents } from './within.ts';

const defaults = { scale: 'elastic', idleMs: 150, lineHeight: 20, narrow: false, mostPx: 12_000 } as const;

/** Where an item begins. */
interface Start {
  readonly y: number;
  /** `null`: the silence before an instant. */
  readonly pane: number | null;
  /** Position of the moment, or of the instant. */
  readonly at: number;
}

/** Lays out connections side by side. The events of each may come in any order. Same events, same diagram. */
export function layoutDiagram(
  eventsOfPanes: readonly (readonly TimelineEvent[])[],
  options: DiagramOptions = {},
): Diagram {
  const { scale, idleMs, lineHeight, narrow, mostPx, originsNs = [] } = { ...defaults, ...options };
  const panes = eventsOfPanes.map((events, pane) => ({
    moments: momentsOf(events),
    originNs: originsNs[pane] ?? 0,
  }));
  const idleNs = idleMs === null ? Infinity : idleMs * 1e6;
  const columns = panes.map(({ moments }) => columnsOf(moments, { narrow, idleNs }));
  const instants = instantsOf(panes);
  const silences = findSilences(panes, instants, idleNs);
  const scene = { panes, columns, instants, silences, lineHeight };
  const placement = scale === 'true' ? placeTrue(scene, mostPx) : placeElastic(scene);
  const { ns, tops, bottoms, ys, crowded } = placement;
  const axis = axisOf(placement);
  const heightPx = (bottoms.at(-1) ?? 0) + lineHeight;

  const repeats = panes.map(({ moments }) => repeatsOf(moments));
  const items = new Map<TimelineEvent, DiagramItem>();
  const makers = panes.map((each, pane) =>
    itemMaker(
      {
        ...each,
        pane,
        columns: columns[pane]!,
        ys: ys[pane]!,
        crowded: crowded[pane]!,
        repeats: repeats[pane]!,
        axis,
        lineHeight,
        heightPx,
      },
      items,
    ),
  );
  const gapBefore = (at: number, index: number): GapItem => {
    const y1 = bottoms[at - 1]!;
    const y2 = tops[at]!;
    const label = { y: (y1 + y2) / 2, crowded: y2 - y1 < 2 * lineHeight };
    const ends = panes.map((each, pane) =>
      endOfSilence(each, { from: instants.ends[pane]![at - 1]!, ns: ns[at]!, pane }, repeats[pane]!),
    );
    const end = ends.find((each) => each !== null) ?? null;
    const durationNs = ns[at]! - ns[at - 1]!;
    return {
      kind: 'gap',
      event: null,
      pane: null,
      index,
      y1,
      y2,
      top: y1,
      bottom: y2,
      label,
      durationNs,
      end,
    };
  };

  const starts = panes.flatMap(({ moments }, pane) =>
    moments.flatMap(({ edge }, at): readonly Start[] =>
      edge === 'arrival' || edge === 'return' ? [] : [{ y: ys[pane]![at]!, pane, at }],
    ),
  );
  for (const at of silences) starts.push({ y: (bottoms[at - 1]! + tops[at]!) / 2, pane: null, at });
  const order = starts
    .sort((a, b) => a.y - b.y)
    .map(({ pane, at }, index) => {
      if (pane === null) return gapBefore(at, index);
      const item = makers[pane]!(at, index);
      items.set(item.event, item);
      return item;
    });
  return {
    axis,
    scale,
    narrow,
    lineHeight,
    panes: panes.length,
    heightPx,
    order,
    itemsWithin: indexExtents(order),
    itemOf: (event) => items.get(event),
  };
}
