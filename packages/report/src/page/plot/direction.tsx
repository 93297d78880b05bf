/** One direction of a connection: what was sent, what was acknowledged, what was allowed. */
import { grouped } from '@halfopen/explain';
import {
  nearest,
  type PacketEvent,
  type PlotBounds,
  type SequencePlot,
  type TimelineEvent,
} from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { Curves } from './curves.tsx';
import { type Frame, type Range, scalesOf, secondsLabels, ticks } from './scales.ts';

export interface DirectionProps {
  readonly plot: SequencePlot;
  /** The time in sight; shared with the other direction. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly width: number;
  readonly height: number;
  /** The time under the pointer, wherever it is. */
  readonly cursorNs: number | null;
  readonly selected: TimelineEvent | null;
  /** The time that is being marked. */
  readonly marked: Range | null;
  readonly onCursor: (ns: number | null) => void;
  readonly onSelect: (event: PacketEvent) => void;
  /** A stretch of time is being marked; `null`: not any more. */
  readonly onMark: (range: Range | null) => void;
  /** It was marked. */
  readonly onRange: (range: Range) => void;
}

/** Room above for the window edge where it is near; one that is far away would press everything else flat. */
function boundsOf({ bounds, highestEdge }: SequencePlot, fromNs: number, toNs: number): PlotBounds {
  const span = Math.max(1, bounds.toSeq - bounds.fromSeq);
  const top =
    highestEdge <= bounds.toSeq + span ? Math.max(bounds.toSeq, highestEdge) : bounds.toSeq + span * 0.08;
  return { fromNs, toNs, fromSeq: bounds.fromSeq, toSeq: Math.max(top, bounds.fromSeq + 1) };
}

/** A drag shorter than this is a click. */
const LEAST_DRAG_PX = 6;

type Pointer = PointerEvent & { readonly currentTarget: Element };

export function Direction(props: DirectionProps): JSX.Element {
  const { plot, fromNs, toNs, width, height, cursorNs, selected, marked } = props;
  const { onCursor, onSelect, onMark, onRange } = props;
  const frame: Frame = { left: 74, top: 8, width: Math.max(50, width - 90), height: height - 34 };
  const bounds = useMemo(() => boundsOf(plot, fromNs, toNs), [plot, fromNs, toNs]);
  const scales = scalesOf(bounds, frame);
  const { x, y } = scales;
  const curves = useMemo(
    () => <Curves plot={plot} bounds={bounds} frame={frame} />,
    [plot, bounds, width, height],
  );
  const down = useRef<{ readonly ns: number; readonly x: number } | null>(null);
  const pointerNs = (event: Pointer): number =>
    scales.nsAt(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const dragged = (event: Pointer): Range | null => {
    const { current } = down;
    if (current === null || Math.abs(event.clientX - current.x) < LEAST_DRAG_PX) return null;
    const ns = pointerNs(event);
    return [Math.min(current.ns, ns), Math.max(current.ns, ns)];
  };
  const select = (event: Pointer): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const found = nearest(
      plot,
      scales.nsAt(event.clientX - box.left),
      scales.seqAt(event.clientY - box.top),
      bounds,
    );
    if (found !== null) onSelect(found);
  };
  const isOwn = selected?.kind === 'packet' && selected.from === plot.sender;
  const times = ticks(fromNs, toNs, Math.max(2, frame.width / 130));
  const labels = secondsLabels(times);
  const markX = selected === null ? null : x(selected.atNs);
  return (
    <svg
      class={`plot ${plot.sender}`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`Sequence numbers of the ${plot.sender} over time. The table holds the same.`}
      onPointerMove={(event) => {
        onCursor(pointerNs(event));
        if (down.current !== null) onMark(dragged(event));
      }}
      onPointerLeave={() => onCursor(null)}
      onPointerDown={(event) => {
        down.current = { ns: pointerNs(event), x: event.clientX };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={(event) => {
        const range = dragged(event);
        if (range !== null) onRange(range);
        else if (down.current !== null) select(event);
        down.current = null;
        onMark(null);
      }}
      onPointerCancel={() => {
        down.current = null;
        onMark(null);
      }}
    >
      {ticks(bounds.fromSeq, bounds.toSeq).map((seq) => (
        <g key={seq} class="tick">
          <line x1={frame.left} x2={frame.left + frame.width} y1={y(seq)} y2={y(seq)} />
          <text x={frame.left - 6} y={y(seq) + 4} text-anchor="end">
            {grouped(Math.round(seq))}
          </text>
        </g>
      ))}
      {times.map((ns, at) => (
        <g key={ns} class="tick">
          <line x1={x(ns)} x2={x(ns)} y1={frame.top} y2={frame.top + frame.height} />
          <text x={x(ns)} y={height - 5} text-anchor="middle">
            {labels[at]} s
          </text>
        </g>
      ))}
      {curves}
      {markX === null || markX < frame.left || markX > frame.left + frame.width ? null : (
        <path
          class={isOwn ? 'chosen own' : 'chosen'}
          d={`M${markX} ${frame.top}v${frame.height}l-5 7h10l-5 -7`}
        />
      )}
      {marked === null ? null : (
        <rect
          class="range"
          x={x(marked[0])}
          y={frame.top}
          width={x(marked[1]) - x(marked[0])}
          height={frame.height}
        />
      )}
      {cursorNs === null ? null : (
        <line class="cursor" x1={x(cursorNs)} x2={x(cursorNs)} y1={frame.top} y2={frame.top + frame.height} />
      )}
    </svg>
  );
}
