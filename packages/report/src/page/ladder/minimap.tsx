/** The whole ladder in a strip: where packets are dense, where something went wrong, what is in sight. */
import { type Diagram, minimapOf } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';

const WIDTH_PX = 34;
const SLICE_PX = 3;

/** Width of a bar for so many packets. */
function bar(count: number, most: number): number {
  return count === 0 ? 0 : 3 + (9 * count) / most;
}

export function Minimap({
  diagram,
  height,
  top,
  visible,
  marks,
  onMove,
}: {
  readonly diagram: Diagram;
  readonly height: number;
  readonly top: number;
  /** How much of the diagram is in sight, in its own px. */
  readonly visible: number;
  /** Heights in the diagram of what the verdict rests on. */
  readonly marks: readonly number[];
  readonly onMove: (top: number) => void;
}): JSX.Element {
  const slices = useMemo(() => minimapOf(diagram, Math.max(SLICE_PX, height / SLICE_PX)), [diagram, height]);
  const isDown = useRef(false);
  const scale = height / diagram.heightPx;
  const most = slices.reduce((max, { fromClient, fromServer }) => Math.max(max, fromClient, fromServer), 1);
  const move = (event: PointerEvent & { readonly currentTarget: Element }): void => {
    const { top: edge } = event.currentTarget.getBoundingClientRect();
    onMove((event.clientY - edge) / scale - visible / 2);
  };
  return (
    <svg
      class="minimap"
      width={WIDTH_PX}
      height={height}
      aria-hidden="true"
      onPointerDown={(event) => {
        isDown.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        if (isDown.current) move(event);
      }}
      onPointerUp={() => {
        isDown.current = false;
      }}
    >
      {slices.map((slice, at) => {
        const y = (at * height) / slices.length;
        const depth = height / slices.length;
        const { fromClient, fromServer, fromMiddle, resets, retransmissions, losses, faults, gaps } = slice;
        return (
          <g key={at}>
            {gaps > 0 ? <rect class="gap" x={0} y={y} width={WIDTH_PX} height={depth} /> : null}
            <rect
              class="client"
              x={16 - bar(fromClient, most)}
              y={y}
              width={bar(fromClient, most)}
              height={depth}
            />
            <rect class="server" x={18} y={y} width={bar(fromServer, most)} height={depth} />
            {retransmissions > 0 ? (
              <rect class="again" x={0} y={y} width={4} height={Math.max(2, depth)} />
            ) : null}
            {losses + fromMiddle > 0 ? (
              <rect class="lost" x={30} y={y} width={4} height={Math.max(2, depth)} />
            ) : null}
            {resets + faults > 0 ? (
              <rect
                class={resets > 0 ? 'reset' : 'fault'}
                x={4}
                y={y}
                width={26}
                height={Math.max(2, depth)}
              />
            ) : null}
          </g>
        );
      })}
      {marks.map((mark) => (
        <path key={mark} class="mark" d={`M0 ${mark * scale - 4}l6 4l-6 4z`} />
      ))}
      <rect class="view" x={0.5} y={top * scale} width={WIDTH_PX - 1} height={Math.max(6, visible * scale)} />
    </svg>
  );
}
