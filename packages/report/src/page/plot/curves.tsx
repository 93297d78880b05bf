/** What happened in one direction, painted: everything between the axes of its plot. */
import { type PlotBounds, type SequencePlot, thin } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { type Frame, type Scales, scalesOf } from './scales.ts';

/** A step function as a path. */
function stepPath(atNs: Float64Array, values: Float64Array, { x, y }: Scales, endNs: number): string {
  let path = '';
  for (let at = 0; at < atNs.length; at += 1)
    path += `${at === 0 ? 'M' : 'H'}${x(atNs[at]!).toFixed(1)}${at === 0 ? ` ${y(values[at]!).toFixed(1)}` : `V${y(values[at]!).toFixed(1)}`}`;
  return path === '' ? '' : `${path}H${x(endNs).toFixed(1)}`;
}

export function Curves({
  plot,
  bounds,
  frame,
}: {
  readonly plot: SequencePlot;
  readonly bounds: PlotBounds;
  readonly frame: Frame;
}): JSX.Element {
  const scales = scalesOf(bounds, frame);
  const { x, y } = scales;
  const { toNs } = bounds;
  const { segments, steps, resets, zeroWindows } = thin(plot, frame.width, frame.height, bounds);
  const clip = `clip-${plot.sender}`;
  const hatch = `hatch-${plot.sender}`;
  return (
    <g clip-path={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={frame.left} y={frame.top} width={frame.width} height={frame.height} />
      </clipPath>
      <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="zero" d="M0 0h7v7h-7z" />
        <path class="stripe" d="M0 0v7" />
      </pattern>
      {zeroWindows.map((zero) => (
        <rect
          key={zero.fromNs}
          fill={`url(#${hatch})`}
          x={x(zero.fromNs)}
          y={frame.top}
          width={Math.max(2, x(zero.toNs ?? toNs) - x(zero.fromNs))}
          height={frame.height}
        />
      ))}
      <path class="edge" d={stepPath(steps.atNs, steps.edge, scales, toNs)} />
      <path class="ack" d={stepPath(steps.atNs, steps.ack, scales, toNs)} />
      {Array.from(segments.atNs, (ns, at) => {
        const low = y(segments.fromSeq[at]!);
        const high = y(segments.toSeq[at]!);
        const isLost = segments.lost[at] === 1;
        return (
          <g key={at} class={`segment ${segments.marks[at]}`}>
            <line x1={x(ns)} x2={x(ns)} y1={low} y2={Math.min(high, low - 2)} />
            {isLost ? <path class="lost" d={`M${x(ns) - 4} ${high - 4}l8 8m0 -8l-8 8`} /> : null}
          </g>
        );
      })}
      {resets.map((reset) => (
        <g key={`${reset.by} ${reset.atNs}`} class="reset">
          <line x1={x(reset.atNs)} x2={x(reset.atNs)} y1={frame.top} y2={frame.top + frame.height} />
          <text class="halo" x={x(reset.atNs) - 4} y={frame.top + 12} text-anchor="end">
            RST by the {reset.by}
          </text>
        </g>
      ))}
    </g>
  );
}
