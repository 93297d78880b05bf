/** A stretch of a diagram as SVG: lifelines, items, times, marks of evidence and of what is selected. */
import { counted, type Story } from '@halfopen/explain';
import type { Diagram, DiagramItem, TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Evidence } from '../evidence.ts';
import { eventText } from '../event-words.ts';
import { secondsText } from '../words.ts';
import type { Lanes } from './lanes.ts';
import { lastHeights } from './last-heights.ts';
import { Lines } from './lines.tsx';
import { type Flights, Words } from './words.tsx';

/** Times nearer to each other than this would overlap. */
const LEAST_TIME_PX = 13;
const OVERSCAN_PX = 30;

export interface PictureProps {
  readonly diagram: Diagram;
  readonly lanes: readonly Lanes[];
  readonly flights: Flights;
  readonly evidence: Evidence;
  readonly pointed?: TimelineEvent | null;
  /** What of the packets was not kept: there it is not silent. `null`: nothing. */
  readonly missing?: Story['gap'] | null;
  readonly selected: TimelineEvent | null;
  readonly onSelect?: (event: TimelineEvent, pane: number) => void;
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

interface TimeMark {
  readonly y: number;
  readonly text: string;
}

/** When what is shown happened, as far as there is room to say so. */
function timesOf(items: readonly DiagramItem[], { axis }: Diagram): readonly TimeMark[] {
  const marks: TimeMark[] = [];
  for (const item of items) {
    if (item.kind === 'gap' || item.kind === 'state') continue;
    const { y } = item.label;
    if (y - (marks.at(-1)?.y ?? -Infinity) >= LEAST_TIME_PX)
      marks.push({ y, text: secondsText(axis.nsAt(item.top)) });
  }
  return marks;
}

/** Where packets are missing; over whatever looks like silence there. */
function tornOf(
  { afterNs, untilNs, packets }: NonNullable<Story['gap']>,
  { axis, heightPx, lineHeight }: Diagram,
): { readonly y: number; readonly height: number; readonly text: string } {
  const y = axis.yOf(afterNs) + lineHeight / 2;
  const end = untilNs === null ? heightPx : axis.yOf(untilNs) - lineHeight / 2;
  return { y, height: Math.max(lineHeight, end - y), text: `${counted(packets, 'packet')} not drawn` };
}

export function Picture({
  diagram,
  lanes,
  flights,
  evidence,
  missing = null,
  pointed = null,
  selected,
  onSelect,
  from,
  to,
  width,
}: PictureProps): JSX.Element {
  const items = diagram.itemsWithin(from - OVERSCAN_PX, to + OVERSCAN_PX);
  const last = useMemo(() => lastHeights(diagram), [diagram]);
  const half = diagram.lineHeight / 2;
  const wordsOf = ({ event }: DiagramItem): string =>
    event === null
      ? 'item'
      : `item${evidence.has(event) ? ' cited' : ''}${event === selected ? ' selected' : ''}${event === pointed ? ' pointed' : ''}`;
  // below everything else, so that no item is hidden by what another one is laid upon
  const bands = items.flatMap((item) => {
    if (item.event === null || (item.event !== selected && !evidence.has(item.event))) return [];
    const { left, width: wide, timeRight } = lanes[item.pane]!;
    return (
      <g key={item.index} class={wordsOf(item)}>
        <rect
          class="band"
          x={timeRight}
          y={item.label.y - half}
          width={left + wide - timeRight}
          height={diagram.lineHeight}
        />
      </g>
    );
  });
  // a connection that is over is not silent
  const everywhere = (item: DiagramItem): readonly Lanes[] =>
    item.pane === null ? lanes.filter((_, pane) => last[pane]! > item.top) : [lanes[item.pane]!];
  const torn = missing === null ? null : tornOf(missing, diagram);
  const times = timesOf(items, diagram).map(({ y, text }) => (
    <text key={y} class="time" x={lanes[0]!.timeRight - 4} y={y + 4} text-anchor="end">
      {text}
    </text>
  ));
  return (
    <svg
      class="picture"
      width={width}
      height={Math.max(1, to - from)}
      viewBox={`0 ${from} ${width} ${Math.max(1, to - from)}`}
      aria-hidden="true"
    >
      {lanes.map(({ client, server, left }) => (
        <g class="lifelines" key={left}>
          <line x1={client} x2={client} y1={from} y2={to} />
          <line x1={server} x2={server} y1={from} y2={to} />
        </g>
      ))}
      {items
        .filter(({ kind }) => kind === 'gap')
        .flatMap((item) =>
          everywhere(item).map((own) => <Lines key={`${item.index} ${own.left}`} item={item} lanes={own} />),
        )}
      {bands}
      {times}
      {items.map((item) =>
        item.kind === 'gap' ? null : (
          <g key={item.index} class={wordsOf(item)}>
            <Lines item={item} lanes={lanes[item.pane]!} />
          </g>
        ),
      )}
      {items.map((item) => (
        <g
          key={item.index}
          class={wordsOf(item)}
          onClick={() => item.event !== null && onSelect?.(item.event, item.pane)}
        >
          {item.event === null ? null : (
            <>
              <title>{eventText(item.event, flights)}</title>
              <rect
                class="hit"
                x={lanes[item.pane]!.timeRight}
                y={item.label.y - half}
                width={lanes[item.pane]!.left + lanes[item.pane]!.width - lanes[item.pane]!.timeRight}
                height={diagram.lineHeight}
              />
              {evidence.has(item.event) ? (
                <text class="mark" x={lanes[item.pane]!.timeRight + 1} y={item.label.y + 4}>
                  ◆
                </text>
              ) : null}
            </>
          )}
          {everywhere(item).map((own) => (
            <Words key={own.left} item={item} lanes={own} flights={flights} />
          ))}
        </g>
      ))}
      {torn === null ? null : (
        <g class="torn">
          <rect
            x={lanes[0]!.timeRight + 4}
            y={torn.y}
            width={width - lanes[0]!.timeRight - 8}
            height={torn.height}
          />
          <text
            class="halo"
            x={(lanes[0]!.client + lanes[0]!.server) / 2}
            y={torn.y + torn.height / 2 + 4}
            text-anchor="middle"
          >
            {torn.text}
          </text>
        </g>
      )}
    </svg>
  );
}
