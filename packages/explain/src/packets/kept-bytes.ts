/** Which bytes of a packet are kept: headers, and as much payload as is wanted, wherever it lies. */
import { type FrameView, Protocol } from '@halfopen/wire';
import { ipPacketAt } from './ip-packet.ts';
import type { PacketsWanted } from './packets-wanted.ts';

const ICMP_HEADER_BYTES = 8;
const icmpChecksum = 2;
const tcp = { dataOffset: 12, checksum: 16, bytes: 20 } as const;

/** Where what an ICMP error quotes of a segment's payload begins; of something else, what it carries. */
function quotedPayload(data: Uint8Array, quote: number, end: number): number {
  const quoted = ipPacketAt(data, quote, end);
  if (quoted === null) return quote;
  const { protocol, transportOffset } = quoted;
  if (protocol !== Protocol.tcp) return transportOffset;
  const stated =
    transportOffset + tcp.dataOffset < end ? (data[transportOffset + tcp.dataOffset]! >>> 4) * 4 : 0;
  return transportOffset + Math.max(stated, tcp.bytes);
}

/** Where payload begins, and where the checksum over it is. */
function payloadOf(frame: FrameView): { readonly begins: number; readonly checksum: number } {
  if (frame.kind === 'tcp') return { begins: frame.payloadOffset, checksum: frame.tcpOffset + tcp.checksum };
  const message = frame.ipOffset + frame.ipHeaderLength;
  return {
    begins: quotedPayload(frame.data, message + ICMP_HEADER_BYTES, frame.captureEnd),
    checksum: message + icmpChecksum,
  };
}

/** A copy of what is kept of the frame that the view is at: from the innermost IP header on. */
export function keptBytes(
  frame: FrameView,
  { payload, forOthers = false }: NonNullable<PacketsWanted['bytes']>,
): Uint8Array {
  const { data, ipOffset, ipTotalLength, captureEnd } = frame;
  const { begins, checksum } = payloadOf(frame);
  // what a card or a tunnel put behind the packet is not its payload
  const end = Math.min(captureEnd, ipOffset + ipTotalLength);
  const kept = Math.min(end, begins + payload);
  const bytes = data.slice(ipOffset, kept);
  // a checksum and a few bytes less tell those bytes
  if (forOthers && kept < end) bytes.fill(0, checksum - ipOffset, checksum - ipOffset + 2);
  return bytes;
}
