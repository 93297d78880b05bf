/** A ladder that scrolls: only what is in sight is painted. */
import { counted } from '@halfopen/explain';
import { type Diagram, inFlightOf, layoutDiagram, type TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Evidence } from '../evidence.ts';
import { longestCalls } from '../event-words.ts';
import { PAPER_PX, usePrinting } from '../parts/use-printing.ts';
import { useScroll } from '../parts/use-scroll.ts';
import { type Lanes, lanesOf } from './lanes.ts';
import { Minimap } from './minimap.tsx';
import { Picture, type PictureProps } from './picture.tsx';

export interface LadderProps {
  readonly diagram: Diagram;
  /** The events of each pane. */
  readonly panes: readonly (readonly TimelineEvent[])[];
  /** What stands above each pane. */
  readonly heads: readonly (readonly [client: string, server: string])[];
  readonly evidence: Evidence;
  /** What somebody points at elsewhere; absent: nothing. */
  readonly pointed?: TimelineEvent | null;
  /** What of the packets was not kept; absent: nothing. */
  readonly missing?: PictureProps['missing'];
  readonly selected: TimelineEvent | null;
  readonly onSelect: (event: TimelineEvent, pane: number) => void;
  readonly label: string;
}

/** Painted beyond what is in sight, so that scrolling shows no white. */
const MARGIN_PX = 400;

function Heads({
  lanes,
  heads,
}: {
  readonly lanes: readonly Lanes[];
  readonly heads: LadderProps['heads'];
}): JSX.Element {
  return (
    <svg class="heads" width="100%" height={34} aria-hidden="true">
      {lanes.map(({ client, server, timeRight, left, narrow }, pane) => (
        <g key={left}>
          {pane === 0 ? (
            <text class="dim" x={timeRight - 4} y={22} text-anchor="end">
              seconds
            </text>
          ) : null}
          <text x={client} y={15} text-anchor={narrow ? 'start' : 'middle'}>
            <tspan class="name">client</tspan>
          </text>
          <text class="dim" x={client} y={29} text-anchor={narrow ? 'start' : 'middle'}>
            {heads[pane]?.[0]}
          </text>
          <text x={server} y={15} text-anchor={narrow ? 'end' : 'middle'}>
            <tspan class="name">server</tspan>
          </text>
          <text class="dim" x={server} y={29} text-anchor={narrow ? 'end' : 'middle'}>
            {heads[pane]?.[1]}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A printed ladder ends somewhere. */
const MOST_PRINTED_PX = 20_000;

export function LadderView({
  diagram: onScreen,
  panes,
  heads,
  evidence,
  missing = null,
  pointed = null,
  selected,
  onSelect,
  label,
}: LadderProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const { top, height, width } = useScroll(box);
  const isPrinting = usePrinting();
  // what does not fit is cut, and nothing on paper says the rest
  const diagram = useMemo(
    () =>
      isPrinting && !onScreen.narrow
        ? layoutDiagram(panes, { scale: onScreen.scale, narrow: true })
        : onScreen,
    [isPrinting, onScreen],
  );
  const inner = isPrinting ? PAPER_PX : Math.max(300, width);
  const each = inner / panes.length;
  const lanes = useMemo(
    () => panes.map((events, pane) => lanesOf(pane * each, each, diagram.narrow, longestCalls(events))),
    [panes, each, diagram.narrow],
  );
  const flights = useMemo(() => new Map(panes.flatMap((events) => [...inFlightOf(events)])), [panes]);
  const shown = useRef<TimelineEvent | null>(null);
  useLayoutEffect(() => {
    const { current } = box;
    const item = selected === null ? undefined : diagram.itemOf(selected);
    if (current === null || item === undefined) return;
    const { y } = item.label;
    const isFirst = shown.current === null;
    shown.current = selected;
    const margin = Math.min(90, current.clientHeight / 4);
    if (isFirst) current.scrollTop = y - current.clientHeight / 2;
    else if (y < current.scrollTop + margin) current.scrollTop = y - margin;
    else if (y > current.scrollTop + current.clientHeight - margin)
      current.scrollTop = y - current.clientHeight + margin;
  }, [selected, diagram]);
  const from = isPrinting ? 0 : Math.max(0, top - MARGIN_PX);
  const to = isPrinting
    ? Math.min(diagram.heightPx, MOST_PRINTED_PX)
    : Math.min(diagram.heightPx, top + height + MARGIN_PX);
  const marks = useMemo(
    () => [...evidence.keys()].flatMap((event) => diagram.itemOf(event)?.label.y ?? []),
    [evidence, diagram],
  );
  return (
    <div class="ladder">
      <Heads lanes={lanes} heads={heads} />
      <div class="ladder-body">
        <div class="ladder-scroll" ref={box} tabIndex={0} role="group" aria-label={label}>
          <div class="ladder-all" style={{ height: `${isPrinting ? to : diagram.heightPx}px` }}>
            <div class="ladder-part" style={{ top: `${from}px` }}>
              <Picture
                diagram={diagram}
                lanes={lanes}
                flights={flights}
                evidence={evidence}
                missing={missing}
                pointed={pointed}
                selected={selected}
                onSelect={onSelect}
                from={from}
                to={to}
                width={inner}
              />
            </div>
          </div>
        </div>
        {diagram.heightPx <= height + 1 ? null : (
          <Minimap
            diagram={diagram}
            height={height}
            top={top}
            visible={height}
            marks={marks}
            onMove={(y) => {
              if (box.current !== null) box.current.scrollTop = y;
            }}
          />
        )}
      </div>
      {isPrinting && to < diagram.heightPx ? (
        <p class="none">
          {counted(diagram.order.filter((item) => item.top > to).length, 'more line')} of the ladder.
        </p>
      ) : null}
      <p class="ladder-legend">
        <span>◆ evidence</span>
        <span>
          <b class="bad">━</b> reset
        </span>
        <span>┅ sent again</span>
        <span>× lost</span>
        <span>▷ arrival not seen</span>
        <span>
          <i>italic, dashed</i>: inferred from packets
        </span>
        <span>▒ silence, shortened</span>
      </p>
    </div>
  );
}
