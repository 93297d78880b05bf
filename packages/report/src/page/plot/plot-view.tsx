/** Bytes over time, both directions, one above the other, with one cursor. */
import { sequencePlot, type TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useKeys } from '../keys.ts';
import { useWidth } from '../parts/use-width.ts';
import { secondsText } from '../words.ts';
import { Direction } from './direction.tsx';
import { isQuiet, plotText } from './plot-words.ts';
import { type Range, zoomed } from './scales.ts';

const HEIGHT_PX = 260;

export function PlotView({
  events,
  selected,
  onSelect,
}: {
  readonly events: readonly TimelineEvent[];
  readonly selected: TimelineEvent | null;
  readonly onSelect: (event: TimelineEvent) => void;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [range, setRange] = useState<Range | null>(null);
  const [marked, setMarked] = useState<Range | null>(null);
  const [cursorNs, setCursorNs] = useState<number | null>(null);
  const plots = useMemo(() => [sequencePlot(events, 'client'), sequencePlot(events, 'server')], [events]);
  const whole = useMemo<Range>(() => {
    const fromNs = Math.min(...plots.map(({ bounds }) => bounds.fromNs));
    const toNs = Math.max(...plots.map(({ bounds }) => bounds.toNs));
    const margin = Math.max(1_000_000, (toNs - fromNs) * 0.02);
    return [fromNs - margin, toNs + margin];
  }, [plots]);
  const [fromNs, toNs] = range ?? whole;
  const zoom = (factor: number): void =>
    setRange(zoomed([fromNs, toNs], whole, factor, selected?.atNs ?? (fromNs + toNs) / 2));
  useKeys({
    zoomIn: () => zoom(0.5),
    zoomOut: () => zoom(2),
    zoomAll: () => setRange(null),
  });
  return (
    <div class="plots" ref={box}>
      <p class="legend">
        <span>
          <b class="client">┃</b>
          <b class="server">┃</b> sent
        </span>
        <span>
          <b class="again">┃</b> sent again
        </span>
        <span>
          <b class="bad">×</b> lost
        </span>
        <span>
          <b class="ack">━</b> acknowledged
        </span>
        <span>┅ window edge</span>
        <span>
          <b class="again">▨</b> window 0
        </span>
        <span>
          <b class="chosen">┇</b> selected
        </span>
        <span class="dim">
          {cursorNs === null ? 'drag, + or - to look closer' : `${secondsText(cursorNs)} s`}
        </span>
        {range === null ? null : <button onClick={() => setRange(null)}>Show all of it</button>}
      </p>
      {width === 0
        ? null
        : plots.map((plot) => (
            <figure key={plot.sender}>
              <figcaption>{plotText(plot)}</figcaption>
              {isQuiet(plot) ? null : (
                <Direction
                  plot={plot}
                  fromNs={fromNs}
                  toNs={toNs}
                  width={width}
                  height={HEIGHT_PX}
                  cursorNs={cursorNs}
                  selected={selected}
                  onCursor={setCursorNs}
                  onSelect={onSelect}
                  marked={marked}
                  onMark={setMarked}
                  onRange={setRange}
                />
              )}
            </figure>
          ))}
    </div>
  );
}
