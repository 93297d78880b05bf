/** The lines of a ladder's items: arrows, bars, bands. */
import type { ArrowItem, CallItem, DiagramItem, FaultItem, GapItem, StateItem } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { isFailure } from '../event-words.ts';
import type { Lanes } from './lanes.ts';
import { arrowClass, callPlace, isSeenToArrive, wayOf } from './place.ts';

const HEAD_PX = 8;

function Arrow({ item, lanes }: { readonly item: ArrowItem; readonly lanes: Lanes }): JSX.Element {
  const { event, y1, y2, loss, firstSent } = item;
  const { sign, x1, x2 } = wayOf(item, lanes);
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return (
    <g class={arrowClass(event)}>
      {firstSent === null ? null : (
        <path class="repeat" d={`M${x1 - sign * 5} ${firstSent.y1}h${-sign * 7}V${y1}h${sign * 7}`} />
      )}
      <line x1={x1} y1={y1} x2={x2 - (loss === null ? sign * 4 : 0)} y2={y2} />
      {loss === null ? (
        <path
          class={isSeenToArrive(event) ? 'head' : 'head hollow'}
          d={`M0 0l${-HEAD_PX - 2} ${-HEAD_PX / 2}v${HEAD_PX}z`}
          transform={`translate(${x2} ${y2}) rotate(${angle})`}
        />
      ) : (
        <path class="lost" d={`M${x2 - 5} ${y2 - 5}l10 10m0 -10l-10 10`} />
      )}
    </g>
  );
}

function Call({ item, lanes }: { readonly item: CallItem; readonly lanes: Lanes }): JSX.Element {
  const { event, y1, y2, returned } = item;
  return (
    <g class={`call ${event.how} ${isFailure(event) ? 'failure' : ''}`}>
      <rect
        x={callPlace(item, lanes).bar - 2}
        y={y1 - 2}
        width={4}
        height={Math.max(4, y2 - y1 + 4)}
        rx={2}
        class={returned ? '' : 'unreturned'}
      />
    </g>
  );
}

function State({ item, lanes }: { readonly item: StateItem; readonly lanes: Lanes }): JSX.Element | null {
  const { event, lane, y1, y2 } = item;
  if (lanes.narrow) return null;
  const edge = lane === 'client-state' ? lanes.clientState : lanes.serverState;
  return (
    <g class={`state ${event.how} ${event.state}`}>
      <rect x={edge - 2} y={y1} width={4} height={Math.max(2, y2 - y1 - 2)} />
    </g>
  );
}

function Fault({ item: { y }, lanes }: { readonly item: FaultItem; readonly lanes: Lanes }): JSX.Element {
  return (
    <g class="fault">
      <line x1={lanes.timeRight + 4} x2={lanes.left + lanes.width - 4} y1={y} y2={y} />
    </g>
  );
}

function Gap({ item: { y1, y2 }, lanes }: { readonly item: GapItem; readonly lanes: Lanes }): JSX.Element {
  const inset = Math.min(6, (y2 - y1) / 4);
  return (
    <g class="gap">
      <rect
        x={lanes.timeRight + 4}
        y={y1 + inset}
        width={lanes.left + lanes.width - lanes.timeRight - 8}
        height={Math.max(2, y2 - y1 - 2 * inset)}
      />
    </g>
  );
}

export function Lines({
  item,
  lanes,
}: {
  readonly item: DiagramItem;
  readonly lanes: Lanes;
}): JSX.Element | null {
  switch (item.kind) {
    case 'arrow':
      return <Arrow item={item} lanes={lanes} />;
    case 'call':
      return <Call item={item} lanes={lanes} />;
    case 'state':
      return <State item={item} lanes={lanes} />;
    case 'fault':
      return <Fault item={item} lanes={lanes} />;
    case 'gap':
      return <Gap item={item} lanes={lanes} />;
    case 'kernel':
      return null;
  }
}
