/** One connection: the answer on one side, the picture on the other, and what is selected below it. */
import { counted, endText, type Story } from '@halfopen/explain';
import { type Diagram, inFlightOf, layoutDiagram, type TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Details, Library } from '../../library/library.ts';
import { decisiveEvent, evidenceOf, type Evidence } from '../evidence.ts';
import { useKeys } from '../keys.ts';
import { NARROW_PX } from '../ladder/lanes.ts';
import { LadderView } from '../ladder/ladder-view.tsx';
import { useWidth } from '../parts/use-width.ts';
import { Notice } from '../parts/notice.tsx';
import { PlotView } from '../plot/plot-view.tsx';
import type { Go, Place } from '../place.ts';
import { secondsText } from '../words.ts';
import { EventDetails } from './event-details.tsx';
import { EventTable } from './event-table.tsx';
import { Tabs } from './tabs.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

export interface ConnectionViewProps {
  readonly library: Library;
  /** Of its row. */
  readonly index: number;
  readonly place: Place;
  readonly go: Go;
  /** `null`: there is nothing to go back to. */
  readonly onLeave: (() => void) | null;
}

const NO_EVENTS: readonly TimelineEvent[] = [];
/** Payload that is fetched for somebody who asks for it. */
const PAYLOAD_BYTES = 1500;

/** The connection's details; `null`: on their way. */
export function useDetails(
  library: Library,
  index: number,
  payloadBytes: number,
): { readonly details: Details | null; readonly problem: string | null } {
  const [details, setDetails] = useState<Details | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const shown = useRef(index);
  useEffect(() => {
    let isWanted = true;
    setProblem(null);
    // what is shown meanwhile must not be another connection
    if (shown.current !== index) setDetails(null);
    shown.current = index;
    library.details(index, payloadBytes).then(
      (found) => isWanted && setDetails(found),
      (error: unknown) => isWanted && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [library, index, payloadBytes]);
  return { details, problem };
}

/** What can be selected, in order; the positions in it; and what of it is evidence. */
interface Steps {
  readonly events: readonly TimelineEvent[];
  readonly positions: ReadonlyMap<TimelineEvent, number>;
  readonly cited: readonly TimelineEvent[];
}

/** What of a long connection is not drawn. */
function gapNotice({ afterNs, untilNs, packets }: NonNullable<Story['gap']>): string {
  const from = `${counted(packets, 'packet')} after ${secondsText(afterNs)} s`;
  return untilNs === null
    ? `${from} are not drawn.`
    : `${from} are not drawn, up to ${secondsText(untilNs)} s.`;
}

/** Steps through what can be selected. */
function stepsOf(diagram: Diagram, evidence: Evidence): Steps {
  const events = diagram.order.flatMap(({ event }) => (event === null ? [] : [event]));
  const positions = new Map(events.map((event, position) => [event, position]));
  return { events, positions, cited: events.filter((event) => evidence.has(event)) };
}

export function ConnectionView({ library, index, place, go, onLeave }: ConnectionViewProps): JSX.Element {
  const [payloadBytes, setPayloadBytes] = useState(0);
  const [pointed, setPointed] = useState<TimelineEvent | null>(null);
  const { details, problem } = useDetails(library, index, payloadBytes);
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage);
  const isNarrow = width > 0 && width < NARROW_PX;
  const events = details?.story?.events ?? NO_EVENTS;
  const record = details?.record ?? null;
  const evidence = useMemo<Evidence>(
    () => (record === null ? new Map() : evidenceOf(record, events)),
    [record, events],
  );
  const panes = useMemo(() => [events], [events]);
  const flights = useMemo(() => inFlightOf(events), [events]);
  const diagram = useMemo(
    () => layoutDiagram(panes, { scale: place.trueScale ? 'true' : 'elastic', narrow: isNarrow }),
    [panes, place.trueScale, isNarrow],
  );
  const steps = useMemo(() => stepsOf(diagram, evidence), [diagram, evidence]);
  const selected = place.event === null ? null : (events[place.event] ?? null);
  const places = useMemo(() => new Map(events.map((event, at) => [event, at])), [events]);
  const select = (event: TimelineEvent | null | undefined): void => {
    if (event !== undefined) go({ event: event === null ? null : (places.get(event) ?? null) });
  };
  useEffect(() => {
    // the picture opens at what decided it, unless a link leads elsewhere
    if (place.event === null && events.length > 0) select(decisiveEvent(evidence));
  }, [events]);
  const move = (among: readonly TimelineEvent[], by: number): void => {
    if (among.length === 0) return;
    const here = selected === null ? -1 : (steps.positions.get(selected) ?? -1);
    const positionOf = (event: TimelineEvent): number => steps.positions.get(event) ?? -1;
    const isAll = among === steps.events;
    const isOn = selected !== null && (isAll || evidence.has(selected));
    const after = isAll ? here + 1 : among.findIndex((event) => positionOf(event) > here);
    const beyond = after < 0 ? among.length : after;
    const at = isOn ? (isAll ? here : among.indexOf(selected)) : by > 0 ? beyond - 1 : beyond;
    select(among[Math.max(0, Math.min(among.length - 1, at + by))]);
  };
  useKeys({
    next: () => move(steps.events, 1),
    previous: () => move(steps.events, -1),
    nextEvidence: () => move(steps.cited, 1),
    previousEvidence: () => move(steps.cited, -1),
    first: () => select(steps.events[0]),
    last: () => select(steps.events.at(-1)),
    focus: () => select(decisiveEvent(evidence) ?? undefined),
    ladder: () => go({ tab: 'ladder' }),
    plot: () => go({ tab: 'plot' }),
    table: () => go({ tab: 'table' }),
    scale: () => go({ trueScale: !place.trueScale }),
    back: () => (selected === null ? onLeave?.() : select(null)),
  });
  const story = details?.story ?? null;
  return (
    <div class="connection">
      <div class="told">
        {onLeave === null ? null : (
          <button class="quiet" onClick={onLeave}>
            ← all connections
          </button>
        )}
        {record === null ? (
          <p class="dim" role="status">
            {problem ?? 'Reading its packets …'}
          </p>
        ) : (
          <VerdictPanel
            record={record}
            run={details?.run ?? null}
            events={events}
            onSelect={select}
            onPoint={setPointed}
          />
        )}
      </div>
      <div class="stage" ref={stage}>
        <Tabs
          tab={place.tab}
          trueScale={place.trueScale}
          onTab={(tab) => go({ tab })}
          onScale={(trueScale) => go({ trueScale })}
        />
        {details !== null && story === null ? (
          <Notice text="The packets of this connection are not in the report. Open the capture itself here to see them." />
        ) : null}
        {story?.gap === undefined ? null : <Notice text={gapNotice(story.gap)} />}
        {record === null || story === null ? null : (
          <>
            {place.tab === 'ladder' ? (
              <LadderView
                diagram={diagram}
                panes={panes}
                heads={[[endText(record.client), endText(record.server)]]}
                evidence={evidence}
                missing={story.gap ?? null}
                pointed={pointed}
                selected={selected}
                onSelect={select}
                label="Ladder of packets, calls and states. j and k walk it; 3 shows it as a table."
              />
            ) : null}
            {place.tab === 'plot' ? <PlotView events={events} selected={selected} onSelect={select} /> : null}
            {place.tab === 'table' ? (
              <EventTable
                steps={steps.events}
                flights={flights}
                evidence={evidence}
                selected={selected}
                onSelect={select}
              />
            ) : null}
            {selected === null ? null : (
              <EventDetails
                key={place.event}
                event={selected}
                flights={flights}
                record={record}
                story={story}
                says={evidence.get(selected) ?? []}
                onPayload={
                  library.hasCaptures && payloadBytes === 0 ? () => setPayloadBytes(PAYLOAD_BYTES) : null
                }
                withPayload={payloadBytes > 0 || library.head.redaction.payloadBytes > 0}
                onClose={() => select(null)}
              />
            )}
          </>
        )}
      </div>
    </div>
  );
}
