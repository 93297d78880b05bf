/** `struct tcp_info` of linux/tcp.h as a record. */
import type { TcpInfo } from '../errors/connection-error.ts';

/** Long enough for the fields below; newer kernels have more to tell and cut it to fit. */
export const TCP_INFO_BYTES = 256;

/** Where the fields are. The structure only ever grows at its end, so older kernels return a shorter one. */
const offset = {
  state: 0,
  retransmits: 2,
  probes: 3,
  rtoUs: 8,
  unacked: 24,
  lastDataSentMs: 44,
  lastDataReceivedMs: 52,
  lastAckReceivedMs: 56,
  rttUs: 68,
  totalRetransmissions: 100,
  bytesAcked: 120,
  notSentBytes: 144,
  peerWindow: 228,
} as const;

/** By the numbers of net/tcp_states.h; names as RFC 9293 section 3.3.2 writes them. */
const states: readonly string[] = [
  'UNKNOWN',
  'ESTABLISHED',
  'SYN-SENT',
  'SYN-RECEIVED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'CLOSED',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
  'SYN-RECEIVED',
];

const US_PER_MS = 1000;

/** What the kernel knows, with what only this package asks for. */
export interface KernelView extends TcpInfo {
  /** Taken by the kernel, not sent yet; `null` before Linux 4.6. */
  readonly notSentBytes: number | null;
  /** Acknowledged by the peer's kernel so far; `null` before Linux 4.1. */
  readonly ackedBytes: number | null;
}

/** Reads what getsockopt(2) filled in; `null` where it is shorter than any kernel of the last ten years makes it. */
export function parseTcpInfo(bytes: Buffer, length: number): KernelView | null {
  if (length < offset.totalRetransmissions + 4) return null;
  const word = (at: number): number | null => (at + 4 <= length ? bytes.readUInt32LE(at) : null);
  return {
    state: states[bytes.readUInt8(offset.state)] ?? 'UNKNOWN',
    rttMs: bytes.readUInt32LE(offset.rttUs) / US_PER_MS,
    rtoMs: bytes.readUInt32LE(offset.rtoUs) / US_PER_MS,
    retransmits: bytes.readUInt8(offset.retransmits),
    probes: bytes.readUInt8(offset.probes),
    unackedSegments: bytes.readUInt32LE(offset.unacked),
    totalRetransmissions: bytes.readUInt32LE(offset.totalRetransmissions),
    lastDataSentMs: bytes.readUInt32LE(offset.lastDataSentMs),
    lastDataReceivedMs: bytes.readUInt32LE(offset.lastDataReceivedMs),
    lastAckReceivedMs: bytes.readUInt32LE(offset.lastAckReceivedMs),
    peerWindowBytes: word(offset.peerWindow),
    notSentBytes: word(offset.notSentBytes),
    ackedBytes: offset.bytesAcked + 8 <= length ? Number(bytes.readBigUInt64LE(offset.bytesAcked)) : null,
  };
}
