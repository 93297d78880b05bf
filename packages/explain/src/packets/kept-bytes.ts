/** Which bytes of a packet are kept: headers, and as much payload as is wanted, wherever it lies. */
import { type FrameView, Protocol } from '@halfopen/wire';
import { ipPacketAt } from './ip-packet.ts';
import type { PacketsWanted } from './packets-wanted.ts';

const ICMP_HEADER_BYTES = 8;
const icmpChecksum = 2;
const tcp = { dataOffset: 12, checksum: 16, bytes: 20 } as const;

/** Where payload begins, and where checksums over it are. */
interface Payload {
  readonly begins: number;
  readonly checksums: readonly number[];
}

/** Of what an ICMP error quotes; of something other than a segment, what it carries. */
function quotedPayload(data: Uint8Array, quote: number, end: number): Payload {
  const quoted = ipPacketAt(data, quote, end);
  if (quoted === null) return { begins: quote, checksums: [] };
  const { protocol, transportOffset } = quoted;
  if (protocol !== Protocol.tcp) return { begins: transportOffset, checksums: [] };
  const stated =
    transportOffset + tcp.dataOffset < end ? (data[transportOffset + tcp.dataOffset]! >>> 4) * 4 : 0;
  return {
    begins: transportOffset + Math.max(stated, tcp.bytes),
    checksums: [transportOffset + tcp.checksum],
  };
}

function payloadOf(frame: FrameView): Payload {
  if (frame.kind === 'tcp')
    return { begins: frame.payloadOffset, checksums: [frame.tcpOffset + tcp.checksum] };
  const message = frame.ipOffset + frame.ipHeaderLength;
  const { begins, checksums } = quotedPayload(frame.data, message + ICMP_HEADER_BYTES, frame.captureEnd);
  return { begins, checksums: [message + icmpChecksum, ...checksums] };
}

/** A copy of what is kept of the frame that the view is at: from the innermost IP header on. */
export function keptBytes(
  frame: FrameView,
  { payload, forOthers = false }: NonNullable<PacketsWanted['bytes']>,
): Uint8Array {
  const { data, ipOffset, ipTotalLength, captureEnd } = frame;
  const { begins, checksums } = payloadOf(frame);
  // what a card or a tunnel put behind the packet is not its payload
  const end = Math.min(captureEnd, ipOffset + ipTotalLength);
  const kept = Math.min(end, begins + payload);
  const bytes = data.slice(ipOffset, kept);
  // a checksum and a few bytes less tell those bytes
  if (forOthers && kept < end)
    for (const checksum of checksums) bytes.fill(0, checksum - ipOffset, checksum - ipOffset + 2);
  return bytes;
}
