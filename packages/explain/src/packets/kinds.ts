/** What a packet is called on a timeline. */
import type { IcmpKind, SegmentKind } from '@halfopen/catalogue';
import { IcmpType, Icmpv6Type, TcpFlag } from '@halfopen/wire';
import { ResetWord, SegmentWord } from '../facts/words.ts';
import { unreachable } from '../recognise/unreachable.ts';
import type { LoggedPacket } from './packet-log.ts';

/** Codes of messages about size (RFC 1191 section 4, RFC 4443 section 3.2). */
const FRAGMENTATION_NEEDED = 4;

/** The kind of an ICMP error. */
export function icmpKind(
  ipVersion: 4 | 6,
  { icmpType, icmpCode }: Pick<LoggedPacket, 'icmpType' | 'icmpCode'>,
): IcmpKind {
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

/** The kind of a segment. */
export function segmentKind({
  flags,
  word,
  reset,
  lengthBytes,
}: Pick<LoggedPacket, 'flags' | 'word' | 'reset' | 'lengthBytes'>): SegmentKind {
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
