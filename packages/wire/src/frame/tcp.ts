/** The TCP header, RFC 9293 section 3.1. Options are left to {@link TcpOptions}, on request. */
import { readU16, readU32 } from '../bytes.ts';
import type { Seq } from '../sequence.ts';
import { tcpFixedBytes } from './tcp-options.ts';
import type { FrameView } from './view.ts';

/** Byte offsets of the fields. */
export const tcpField = {
  srcPort: 0,
  dstPort: 2,
  seqNumber: 4,
  ackNumber: 8,
  dataOffset: 12,
  flags: 13,
  window: 14,
  checksum: 16,
  urgent: 18,
} as const;

/** Decodes the header at `at` of an IP payload of `length` bytes. */
export function decodeTcp(view: FrameView, at: number, length: number): void {
  const { data, captureEnd } = view;
  if (length < tcpFixedBytes || at + tcpFixedBytes > captureEnd) {
    view.problem = 'truncated-tcp-header';
    return;
  }
  const headerLength = (data[at + tcpField.dataOffset]! >>> 4) * 4;
  if (headerLength < tcpFixedBytes || headerLength > length) {
    view.problem = 'bad-tcp-header-length';
    return;
  }
  const payloadOffset = at + headerLength;
  const payloadLength = length - headerLength;
  const captured = captureEnd - payloadOffset;
  if (captured < 0) view.problem = 'truncated-tcp-options';
  view.kind = 'tcp';
  view.tcpOffset = at;
  view.srcPort = readU16(data, at + tcpField.srcPort);
  view.dstPort = readU16(data, at + tcpField.dstPort);
  view.seqNumber = readU32(data, at + tcpField.seqNumber) as Seq;
  view.ackNumber = readU32(data, at + tcpField.ackNumber) as Seq;
  view.flags = data[at + tcpField.flags]!;
  view.window = readU16(data, at + tcpField.window);
  view.urgent = readU16(data, at + tcpField.urgent);
  view.headerLengthBytes = headerLength;
  view.payloadOffset = payloadOffset;
  view.payloadLength = payloadLength;
  view.payloadCaptured = captured < 0 ? 0 : captured < payloadLength ? captured : payloadLength;
  view.optionsPending = true;
}
