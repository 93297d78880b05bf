/**
 * The packets that several captures saw of one connection, as the timeline's events, one event each, on one clock:
 *
 *     client.pcap   #1 at 0.0 ms ╲                #4 at 31.2 ms ╲      atNs: its sender's capture, or whoever saw it first
 *     middle.pcap        #1 at 9.8 ms ╲                          ✗     middleNs: the first capture in the middle
 *     server.pcap            #1 at 10.1 ms ▶                           arrivedNs: the last capture on its way
 *
 * A packet that a further capture lacks was lost, and arrived at no time (losses.ts). With no capture further on, nobody knows; as
 * with one capture, it stands as arriving when it was last seen. A reset that arrived and shows not to have left its side was sent
 * from the middle. What was cut or joined on the way is told as it left (resegment.ts).
 *
 * No packet arrives before it left. Where the clocks say so, they are mended for the connection (own-clock.ts); what is left of it,
 * since clocks may drift apart while a connection lasts, is cut off: it arrives as it leaves, and is in the middle between the two.
 */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import { icmpFields, packetEvent, type PacketFields, segmentFields } from '../packets/event-fields.ts';
import { initialSeq } from '../packets/initial-seq.ts';
import type { LoggedPacket } from '../packets/packet-log.ts';
import { Repetitions } from '../packets/repetitions.ts';
import { isReset } from './clues/packets.ts';
import { type Comparison, sprangUp, wayOf } from './comparison.ts';
import type { Journey } from './journeys.ts';
import { lostJourneys } from './losses.ts';
import { onOwnClock } from './own-clock.ts';
import { framesOf, namedPlaces, passageOf } from './passage.ts';
import { otherSide } from './places.ts';
import { knownTimes } from './running.ts';

/** A segment as the place nearest to its sender has it. */
function asSent(comparison: Comparison, { from, seen, flags, seq, lengthBytes }: Journey): LoggedPacket {
  const nearest = wayOf(comparison, from).find((place) => seen[place] !== null)!;
  return { ...seen[nearest]!.packet, flags, seq, lengthBytes };
}

/** The events, in order of departure. Times count from the first. `ipVersion`: of ICMP errors. */
export function mergedPackets(given: Comparison, ipVersion: 4 | 6): PacketEvent[] {
  const mended = onOwnClock(given);
  const comparison = { ...mended, times: knownTimes(mended) };
  const lost = lostJourneys(comparison);
  const named = namedPlaces(comparison.places);
  const sent: Record<Side, LoggedPacket[]> = { client: [], server: [] };
  const segments = comparison.journeys.map((journey) => ({ journey, packet: asSent(comparison, journey) }));
  for (const { journey, packet } of segments) sent[journey.from].push(packet);
  const initial: Readonly<Record<Side, number>> = {
    client: initialSeq(sent.client, sent.server),
    server: initialSeq(sent.server, sent.client),
  };
  const repetitions = new Repetitions();
  const eventOf = (
    journey: Journey,
    from: PacketEvent['from'],
    fields: PacketFields,
    retransmission: number,
  ): PacketEvent =>
    packetEvent(fields, {
      from,
      to: otherSide(journey.from),
      ...passageOf(comparison, journey, lost.has(journey)),
      retransmission,
      frames: framesOf(journey, named),
    });
  const events = segments.map(({ journey, packet }) => {
    const { from } = journey;
    const forged = isReset(journey) && sprangUp(comparison, journey) === 'shown';
    const fields = segmentFields(packet, initial[from], initial[otherSide(from)]);
    const { seq, flags, lengthBytes } = packet;
    const again = repetitions.count(from === 'client' ? 0 : 1, seq, flags, lengthBytes);
    return eventOf(journey, forged ? 'middle' : from, fields, again);
  });
  const errors = comparison.errors.map((journey) =>
    eventOf(journey, 'middle', icmpFields(asSent(comparison, journey), ipVersion), 0),
  );
  return fromStart([...events, ...errors].sort((a, b) => a.atNs - b.atNs));
}

function fromStart(events: readonly PacketEvent[]): PacketEvent[] {
  const startNs = events[0]?.atNs ?? 0;
  const since = (ns: number | null): number | null => (ns === null ? null : ns - startNs);
  return events.map((event) => ({
    ...event,
    atNs: event.atNs - startNs,
    middleNs: since(event.middleNs),
    arrivedNs: since(event.arrivedNs),
  }));
}
