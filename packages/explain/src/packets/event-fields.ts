/** What an event says of a packet, whoever saw it and when. */
import type { PacketEvent } from '@halfopen/timeline';
import { seq, seqDiff, TcpFlag } from '@halfopen/wire';
import { icmpKind, segmentKind } from './kinds.ts';
import type { LoggedPacket } from './packet-log.ts';

/** The fields of an event that stand in the packet itself. */
export type PacketFields = Pick<PacketEvent, 'type' | 'seq' | 'ack' | 'lengthBytes' | 'windowBytes'>;

/** The others: where it went and when, and who saw it. */
export type Passage = Omit<PacketEvent, 'kind' | keyof PacketFields>;

/** The event of a packet, its fields in the order that the published schema has. */
export function packetEvent(
  { type, seq: number, ack, lengthBytes, windowBytes }: PacketFields,
  { from, to, atNs, middleNs, arrivedNs, retransmission, frames }: Passage,
): PacketEvent {
  return {
    kind: 'packet',
    from,
    to,
    type,
    atNs,
    middleNs,
    arrivedNs,
    seq: number,
    ack,
    lengthBytes,
    windowBytes,
    retransmission,
    frames,
  };
}

/** A segment's. `own` and `other`: the initial sequence numbers of its sender and of its receiver. */
export function segmentFields(packet: LoggedPacket, own: number, other: number): PacketFields {
  const type = segmentKind(packet);
  return {
    type,
    seq: type === 'RST-S' ? 0 : seqDiff(seq(packet.seq), seq(own)),
    ack: (packet.flags & TcpFlag.ACK) === 0 ? null : seqDiff(seq(packet.ack), seq(other)),
    lengthBytes: packet.lengthBytes,
    windowBytes: packet.windowBytes,
  };
}

/** An ICMP error's. */
export function icmpFields(packet: LoggedPacket, ipVersion: 4 | 6): PacketFields {
  const type = icmpKind(ipVersion, packet);
  return { type, seq: 0, ack: null, lengthBytes: 0, windowBytes: 0 };
}

/** The IP version that an address is of. */
export function ipVersionOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}
