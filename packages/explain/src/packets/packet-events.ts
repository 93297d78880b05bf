/**
 * The packets of one connection as the timeline's events. One capture sees a packet once: that moment stands for departure and
 * arrival both, and whether it arrived is not known.
 */
import type { IcmpKind, SegmentKind, Side, Vantage } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import { IcmpType, Icmpv6Type, seq, seqDiff, TcpFlag } from '@halfopen/wire';
import type { Finding } from '../finding.ts';
import { ResetWord, SegmentWord } from '../facts/words.ts';
import { unreachable } from '../recognise/unreachable.ts';
import type { ConnectionRecord, VantageRecord } from '../record.ts';
import type { LoggedPacket } from './packet-log.ts';

/** What is needed beside the packets. */
interface PacketScene {
  /** Which of the packets' sides is the client. */
  readonly clientSide: 0 | 1;
  readonly ipVersion: 4 | 6;
  readonly at: VantageRecord['at'];
}

/** Codes of messages about size (RFC 1191 section 4, RFC 4443 section 3.2). */
const FRAGMENTATION_NEEDED = 4;

function icmpKind(ipVersion: 4 | 6, { icmpType, icmpCode }: LoggedPacket): IcmpKind {
  const tooBig =
    ipVersion === 6
      ? icmpType === Icmpv6Type.packetTooBig
      : icmpType === IcmpType.destinationUnreachable && icmpCode === FRAGMENTATION_NEEDED;
  if (tooBig) return 'ICMP-FRAGMENTATION-NEEDED';
  switch (unreachable(ipVersion, icmpType, icmpCode)) {
    case 'net':
      return 'ICMP-NET-UNREACHABLE';
    case 'host':
      return 'ICMP-HOST-UNREACHABLE';
    case 'port':
      return 'ICMP-PORT-UNREACHABLE';
    case 'prohibited':
      return 'ICMP-PROHIBITED';
    case 'time-exceeded':
      return 'ICMP-TIME-EXCEEDED';
    case 'protocol':
    case 'other':
      return 'ICMP-OTHER';
  }
}

function segmentKind({ flags, word, reset, lengthBytes }: LoggedPacket): SegmentKind {
  if ((flags & TcpFlag.RST) !== 0) {
    if (reset === ResetWord.syn) return 'RST-S';
    return (flags & TcpFlag.ACK) === 0 ? 'RST-P' : 'RST-A';
  }
  if ((flags & TcpFlag.SYN) !== 0) return (flags & TcpFlag.ACK) === 0 ? 'SYN' : 'SYN-ACK';
  if ((flags & TcpFlag.FIN) !== 0) return 'FIN';
  if (word === SegmentWord.keepAlive || word === SegmentWord.probe) return 'KEEPALIVE';
  if (lengthBytes > 0) return 'DATA';
  return word === SegmentWord.handshakeAck ? 'HANDSHAKE-ACK' : 'ACK';
}

/**
 * What a side's sequence numbers count from: its SYN, or what the other acknowledges of it, or as if its SYN had come just before
 * the first byte that was captured.
 */
function initialSeq(packets: readonly LoggedPacket[], side: 0 | 1): number {
  const sent = packets.filter((each) => each.side === side && each.flags >= 0);
  const syn = sent.find(({ flags }) => (flags & TcpFlag.SYN) !== 0);
  if (syn !== undefined) return syn.seq;
  const heard = packets.filter(
    ({ side: by, flags }) => by !== side && flags >= 0 && (flags & TcpFlag.ACK) !== 0,
  );
  const answer = heard.find(({ flags }) => (flags & TcpFlag.SYN) !== 0);
  if (answer !== undefined) return answer.ack - 1;
  const first = sent.find(({ reset }) => reset !== ResetWord.syn);
  return (first?.seq ?? heard[0]?.ack ?? 1) - 1;
}

/** The vantage under which events name a capture's frames: where the capture was made is not known, they stand where a client's would. */
export function vantageOfFrames(at: VantageRecord['at']): Vantage {
  return at === 'unknown' ? 'client' : at;
}

/** The connection's packets as events, in order of capture. Times count from the first of them. */
function packetEvents(
  packets: readonly LoggedPacket[],
  { clientSide, ipVersion, at }: PacketScene,
): PacketEvent[] {
  const initial = [initialSeq(packets, 0), initialSeq(packets, 1)] as const;
  const vantage = vantageOfFrames(at);
  const startNs = packets[0]?.ns ?? 0;
  return packets.map((packet): PacketEvent => {
    const { side, frame } = packet;
    const ns = packet.ns - startNs;
    const sender: Side = side === clientSide ? 'client' : 'server';
    const when = { atNs: ns, middleNs: at === 'middle' ? ns : null, arrivedNs: ns };
    const frames = { [vantage]: frame };
    if (packet.flags < 0) {
      const nothing = { seq: 0, ack: null, lengthBytes: 0, windowBytes: 0, retransmission: 0 };
      return {
        kind: 'packet',
        from: 'middle',
        to: sender,
        type: icmpKind(ipVersion, packet),
        ...when,
        ...nothing,
        frames,
      };
    }
    const type = segmentKind(packet);
    return {
      kind: 'packet',
      from: sender,
      to: sender === 'client' ? 'server' : 'client',
      type,
      ...when,
      seq: type === 'RST-S' ? 0 : seqDiff(seq(packet.seq), seq(initial[side])),
      ack: (packet.flags & TcpFlag.ACK) === 0 ? null : seqDiff(seq(packet.ack), seq(initial[1 - side]!)),
      lengthBytes: packet.lengthBytes,
      windowBytes: packet.windowBytes,
      retransmission: packet.repetition,
      frames,
    };
  });
}

/** The packets of a finding as events. */
export function packetEventsOf(
  { clientSide, client }: Finding,
  { vantage }: ConnectionRecord,
  packets: readonly LoggedPacket[],
): PacketEvent[] {
  const ipVersion = client.address.includes(':') ? 6 : 4;
  return packetEvents(packets, { clientSide, ipVersion, at: vantage.at });
}

/** A finding's record with its packets. To be asked for once, before the next connection is taken. */
export function recordWithPackets(
  finding: Finding,
): ConnectionRecord & { readonly packets: readonly PacketEvent[] } {
  const record = finding.record();
  return { ...record, packets: packetEventsOf(finding, record, finding.packets().packets) };
}
