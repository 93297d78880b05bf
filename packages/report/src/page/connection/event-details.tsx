/** Everything about one event: what it is, why it counts, where it is written down, its header and its bytes. */
import { type Clause, clauses, type Vantage } from '@halfopen/catalogue';
import { type ConnectionRecord, headerFields, type Story } from '@halfopen/explain';
import type { PacketEvent, TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { eventText, isInferred, isReset, isWindowProbe, whoText } from '../event-words.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import type { Flights } from '../ladder/words.tsx';
import { secondsText } from '../words.ts';
import { Bytes } from './bytes.tsx';

export interface EventDetailsProps {
  readonly event: TimelineEvent;
  readonly flights: Flights;
  readonly record: ConnectionRecord;
  readonly story: Story;
  /** What the verdict says of it. */
  readonly says: readonly string[];
  /** Fetches the payload; `null`: it is there, or can't be had. */
  readonly onPayload: (() => void) | null;
  readonly withPayload: boolean;
  readonly onClose: () => void;
}

/** What the standards say of a packet: of what it is, and of what it is besides. */
function clausesOf(packet: PacketEvent, flights: Flights): readonly Clause[] {
  if (isWindowProbe(packet, flights.get(packet))) return [clauses['zero-window']];
  return [
    clauses[packet.type],
    ...(packet.retransmission > 0 ? [clauses.retransmission] : []),
    ...(packet.windowBytes === 0 && !isReset(packet) && !packet.type.startsWith('ICMP')
      ? [clauses['zero-window']]
      : []),
  ];
}

function timesText({ atNs, middleNs, arrivedNs, frames }: PacketEvent): string {
  const places = Object.keys(frames);
  if (places.length < 2 && arrivedNs === atNs) return `captured at ${secondsText(atNs)} s`;
  return [
    `left at ${secondsText(atNs)} s`,
    ...(middleNs === null ? [] : [`seen on the way at ${secondsText(middleNs)} s`]),
    arrivedNs === null ? 'never arrived' : `arrived at ${secondsText(arrivedNs)} s`,
  ].join(', ');
}

function Packet({
  packet,
  props,
}: {
  readonly packet: PacketEvent;
  readonly props: EventDetailsProps;
}): JSX.Element {
  const { story, record, onPayload, withPayload } = props;
  const numbersAt = Object.entries(packet.frames) as [Vantage, number][];
  const kept = numbersAt.find(([place, frame]) => story.bytes[place]?.[frame] !== undefined);
  const bytes = kept === undefined ? null : story.bytes[kept[0]]![kept[1]]!;
  const firstFrame = numbersAt[0]?.[1];
  return (
    <>
      <p>
        {timesText(packet)}
        {numbersAt.length === 0
          ? ''
          : `; frame ${numbersAt.map(([at, each]) => (numbersAt.length === 1 ? `${each}` : `${each} (${at})`)).join(', ')}`}
      </p>
      {clausesOf(packet, props.flights).map(({ where, says }) => (
        <p key={says} class="clause">
          <b>{where}</b> {says}
        </p>
      ))}
      <p class="actions">
        {firstFrame === undefined ? null : (
          <CopyButton
            text={`frame.number == ${firstFrame}`}
            name={`Copy filter for frame ${firstFrame}${record.vantages === undefined ? '' : ` (${numbersAt[0]![0]})`}`}
          />
        )}
        <CopyButton text={record.filter} name="… for the connection" />
        {packet.lengthBytes === 0 ? null : onPayload === null ? (
          withPayload ? null : (
            <span class="dim">The payload is not in this report.</span>
          )
        ) : (
          <button class="quiet" onClick={onPayload}>
            Show payload
          </button>
        )}
      </p>
      {bytes === null ? (
        <p class="dim">Its bytes are not in this report.</p>
      ) : (
        <Bytes bytes={bytes} fields={headerFields(bytes)} />
      )}
    </>
  );
}

export function EventDetails(props: EventDetailsProps): JSX.Element {
  const { event, flights, says, onClose } = props;
  return (
    <aside class="event" aria-label="Selected event">
      <h3>
        {eventText(event, flights)}
        <span class="dim">
          {' '}
          {whoText(event)}, {secondsText(event.atNs)} s
        </span>
        <button class="quiet close" aria-label="Close (Esc)" onClick={onClose}>
          ×
        </button>
      </h3>
      {isInferred(event) ? (
        <p class="dim">Inferred: it follows from the packets, nobody watched it.</p>
      ) : null}
      {says.map((each) => (
        <p key={each} class="says">
          <b>◆ evidence</b>
          {props.record.verdict.case === null ? '' : ` for ${props.record.verdict.case}`}: {each}
        </p>
      ))}
      {event.kind === 'packet' ? <Packet packet={event} props={props} /> : null}
    </aside>
  );
}
