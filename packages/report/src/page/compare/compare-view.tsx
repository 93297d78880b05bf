/** Two connections side by side on one axis of time, aligned by their handshakes; one below the other where it is narrow. */
import { endText, spanText } from '@halfopen/explain';
import { layoutDiagram, type TimelineEvent } from '@halfopen/timeline';
import { Fragment, type JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useDetails } from '../connection/connection-view.tsx';
import { decisiveEvent, type Evidence, evidenceOf } from '../evidence.ts';
import { useKeys } from '../keys.ts';
import { NARROW_PX } from '../ladder/lanes.ts';
import { LadderView } from '../ladder/ladder-view.tsx';
import type { Library } from '../../library/library.ts';
import { namesText } from '../names.ts';
import { usePrinting } from '../parts/use-printing.ts';
import { useWidth } from '../parts/use-width.ts';
import type { Go, Place } from '../place.ts';
import { DifferencesTable } from './differences-table.tsx';
import { Picker } from './picker.tsx';

/** Time zero: the handshake's SYN, or what comes first where none was captured. */
function originOf(events: readonly TimelineEvent[]): number {
  return (
    events.find((event) => event.kind === 'packet' && event.type === 'SYN')?.atNs ?? events[0]?.atNs ?? 0
  );
}

/** The row of a connection; the first where there is no such. */
function indexOf({ rows }: Library, id: number | null): number {
  return Math.max(0, rows.id.indexOf(id ?? 0));
}

/** Narrower than this, two ladders stand one below the other. */
const STACKED_PX = 700;

const NO_EVENTS: readonly TimelineEvent[] = [];

export function CompareView({
  first,
  second,
  place,
  go,
  onLeave,
}: {
  readonly first: Library;
  readonly second: Library;
  readonly place: Place;
  readonly go: Go;
  readonly onLeave: () => void;
}): JSX.Element {
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage);
  const [selected, setSelected] = useState<TimelineEvent | null>(null);
  const left = indexOf(first, place.connection);
  const right = indexOf(second, place.beside);
  const one = useDetails(first, left, 0);
  const other = useDetails(second, right, 0);
  const panes = useMemo(
    () => [one.details?.story?.events ?? NO_EVENTS, other.details?.story?.events ?? NO_EVENTS],
    [one.details, other.details],
  );
  const isPrinting = usePrinting();
  const isStacked = isPrinting || (width > 0 && width < STACKED_PX);
  const ladders = useMemo(
    () =>
      (isStacked ? panes.map((events) => [events]) : [panes]).map((shown) => ({
        panes: shown,
        diagram: layoutDiagram(shown, {
          originsNs: shown.map(originOf),
          scale: place.trueScale ? 'true' : 'elastic',
          narrow: isStacked || width < NARROW_PX * 2,
        }),
      })),
    [panes, place.trueScale, width, isStacked],
  );
  const evidence = useMemo<Evidence>(
    () =>
      new Map(
        [one.details, other.details].flatMap((details, pane) =>
          details === null ? [] : [...evidenceOf(details.record, panes[pane]!)],
        ),
      ),
    [panes],
  );
  const steps = useMemo(
    () => ladders.flatMap(({ diagram }) => diagram.order.flatMap(({ event }) => event ?? [])),
    [ladders],
  );
  const move = (by: number): void => {
    const here = selected === null ? (by > 0 ? -1 : steps.length) : steps.indexOf(selected);
    setSelected(steps[Math.max(0, Math.min(steps.length - 1, here + by))] ?? null);
  };
  useKeys({
    next: () => move(1),
    previous: () => move(-1),
    focus: () => setSelected(decisiveEvent(evidence)),
    scale: () => go({ trueScale: !place.trueScale }),
    back: () => (selected === null ? onLeave() : setSelected(null)),
  });
  const records =
    one.details === null || other.details === null
      ? null
      : ([one.details.record, other.details.record] as const);
  const heads = records?.map(({ client, server }) => [endText(client), endText(server)] as const) ?? null;
  const names = [`Left: ${namesText(first)}`, `Right: ${namesText(second)}`];
  const problem = one.problem ?? other.problem;
  const early = panes.map((events) => originOf(events) - (events[0]?.atNs ?? 0)).find((ns) => ns > 0);
  return (
    <div class="compare">
      <p class="actions">
        <button class="quiet" onClick={onLeave}>
          ← end comparing
        </button>
        <label>
          <input
            type="checkbox"
            checked={place.trueScale}
            onChange={() => go({ trueScale: !place.trueScale })}
          />{' '}
          true scale of time
        </label>
      </p>
      <div class="pickers">
        <Picker name={names[0]!} library={first} index={left} onPick={(id) => go({ connection: id })} />
        <Picker name={names[1]!} library={second} index={right} onPick={(id) => go({ beside: id })} />
      </div>
      {problem === null ? null : <p class="wrong">{problem}</p>}
      {records === null ? (
        <p class="dim" role="status">
          Reading their packets …
        </p>
      ) : (
        <DifferencesTable records={records} />
      )}
      <div ref={stage}>
        {heads === null
          ? null
          : ladders.map(({ panes: shown, diagram }, at) => (
              <Fragment key={at}>
                {isStacked ? <h3>{names[at]}</h3> : null}
                <LadderView
                  diagram={diagram}
                  panes={shown}
                  heads={isStacked ? [heads[at]!] : heads}
                  evidence={evidence}
                  selected={selected}
                  onSelect={setSelected}
                  label={`${isStacked ? names[at]! : 'Two ladders side by side'}. j and k walk through both.`}
                />
              </Fragment>
            ))}
      </div>
      {early === undefined ? null : (
        <p class="dim">Time zero is the SYN; one of the two begins {spanText(early)} before it.</p>
      )}
    </div>
  );
}
