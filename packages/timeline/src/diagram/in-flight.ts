/** Bytes on their way and room for more, as the sender knows them (RFC 9293 section 3.3.1: SND.UNA, SND.NXT, SND.WND). */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent, TimelineEvent } from '../events.ts';
import { isIcmp, isReset } from '../ladder/cause.ts';
import { momentsOf } from '../merge.ts';
import type { InFlight } from './diagram.ts';

/** What a sender knows. */
interface Sender {
  /** First byte that is not acknowledged; `null`: nothing sent or heard yet. */
  una: number | null;
  /** One past the last byte sent. */
  next: number;
  windowBytes: number | null;
  /** Sequence number of the segment that the window came with (SND.WL1). */
  windowSeq: number;
}

/** For each segment what its sender had on its way when it had left. */
export function inFlightOf(events: readonly TimelineEvent[]): ReadonlyMap<PacketEvent, InFlight> {
  const senders: Record<Side, Sender> = { client: newSender(), server: newSender() };
  const known = new Map<PacketEvent, InFlight>();
  for (const { event, edge } of momentsOf(events)) {
    if (event.kind !== 'packet' || event.from === 'middle' || isIcmp(event)) continue;
    if (edge === 'departure') known.set(event, send(senders[event.from], event));
    else if (!isReset(event)) hear(senders[event.to], event);
  }
  return known;
}

function newSender(): Sender {
  return { una: null, next: -Infinity, windowBytes: null, windowSeq: -Infinity };
}

function send(sender: Sender, packet: PacketEvent): InFlight {
  const { lengthBytes } = packet;
  const firstByte = packet.seq + (packet.type === 'SYN' || packet.type === 'SYN-ACK' ? 1 : 0);
  sender.una ??= firstByte;
  if (lengthBytes > 0) sender.next = Math.max(sender.next, firstByte + lengthBytes);
  const bytes = Math.max(0, sender.next - sender.una);
  const { windowBytes } = sender;
  return { bytes, windowBytes, window: windowOf(bytes, windowBytes) };
}

function windowOf(bytes: number, windowBytes: number | null): InFlight['window'] {
  if (windowBytes === 0) return 'zero';
  return windowBytes !== null && bytes >= windowBytes ? 'full' : 'open';
}

/** Old acknowledgements that come late say nothing (RFC 9293 section 3.10.7.4). */
function hear(sender: Sender, { ack, seq, windowBytes }: PacketEvent): void {
  const una = sender.una ?? -Infinity;
  if (ack !== null) {
    if (ack < una || (ack === una && seq < sender.windowSeq)) return;
    sender.una = ack;
  }
  sender.windowBytes = windowBytes;
  sender.windowSeq = seq;
}
