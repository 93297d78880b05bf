/** Which packet, call and state change can belong together. Judged by kind only; times are the caller's business. */
import { type IcmpKind, type SegmentKind, setUpCalls, type TcpState } from '@halfopen/catalogue';
import type { CallEvent, PacketEvent, StateEvent } from '../events.ts';

/** Calls that send nothing themselves. */
const silentCalls: ReadonlySet<string> = new Set([
  ...setUpCalls,
  'getsockopt',
  'accept',
  'accept4',
  'poll',
  'select',
  'recv',
  'read',
]);

const errnoFromReset: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ECONNABORTED']);

/** Whether a call can have sent this packet. Answers, probes and retransmissions are the kernel's own. */
export function callCanSend(call: CallEvent, packet: PacketEvent): boolean {
  if (packet.retransmission > 0 || silentCalls.has(call.call)) return false;
  switch (packet.type) {
    case 'SYN':
      return call.call === 'connect' || call.call.startsWith('send');
    case 'DATA':
      return call.call !== 'connect' && call.call !== 'close' && call.call !== 'exit';
    case 'FIN':
    case 'RST-A':
      return !call.call.startsWith('send') || call.result.startsWith('killed');
    default:
      return false;
  }
}

/** Whether the arrival of this packet can have let the call return what it returned. */
export function arrivalExplainsReturn(packet: PacketEvent, call: CallEvent): boolean {
  const { result } = call;
  if (/^E[A-Z]/.test(result)) {
    if (isIcmp(packet)) return true;
    return isReset(packet) && errnoFromReset.has(result);
  }
  if (result.startsWith('ready')) return explainsReadiness(packet, result);
  switch (call.call) {
    case 'connect':
      return packet.type === 'SYN-ACK' && result === '0';
    case 'accept':
    case 'accept4':
      return packet.type === 'HANDSHAKE-ACK' || packet.type === 'ACK' || packet.lengthBytes > 0;
    case 'recv':
    case 'read':
      return result === '0' ? packet.type === 'FIN' : packet.lengthBytes > 0;
    case 'send':
    case 'write':
    case 'close':
    case 'shutdown':
      return packet.ack !== null && packet.type !== 'SYN-ACK' && packet.type !== 'HANDSHAKE-ACK';
    default:
      return false;
  }
}

/** Whether the arrival of this packet can have moved its receiver into this state. */
export function arrivalExplainsState(packet: PacketEvent, state: TcpState): boolean {
  switch (state) {
    case 'SYN-RECEIVED':
      return packet.type === 'SYN';
    case 'ESTABLISHED':
      return ['SYN-ACK', 'HANDSHAKE-ACK', 'ACK', 'DATA'].includes(packet.type);
    case 'CLOSE-WAIT':
    case 'CLOSING':
      return packet.type === 'FIN';
    case 'FIN-WAIT-2':
      return packet.ack !== null && !isReset(packet);
    case 'TIME-WAIT':
      return packet.type === 'FIN' || (packet.ack !== null && !isReset(packet));
    case 'CLOSED':
      return isReset(packet) || isIcmp(packet) || packet.ack !== null;
    case 'LISTEN':
    case 'SYN-SENT':
    case 'FIN-WAIT-1':
    case 'LAST-ACK':
      return false;
  }
}

/** Whether a state change of its sender goes with the departure of this packet. */
export function departureExplainsState(packet: PacketEvent, change: StateEvent): boolean {
  if (packet.retransmission > 0) return false;
  switch (change.state) {
    case 'SYN-SENT':
      return packet.type === 'SYN';
    case 'FIN-WAIT-1':
    case 'LAST-ACK':
      return packet.type === 'FIN';
    case 'CLOSED':
      return isReset(packet);
    default:
      return false;
  }
}

/** Any of the three forms of RST. */
export function isReset(packet: PacketEvent): boolean {
  return packet.type === 'RST-A' || packet.type === 'RST-P' || packet.type === 'RST-S';
}

/** Any ICMP error. */
export function isIcmp(packet: PacketEvent): boolean {
  return isIcmpKind(packet.type);
}

/** Tells the kinds of ICMP errors from those of segments. */
export function isIcmpKind(type: SegmentKind | IcmpKind): type is IcmpKind {
  return type.startsWith('ICMP-');
}

function explainsReadiness(packet: PacketEvent, result: string): boolean {
  const readable = /IN|HUP|ERR|\bR\b/.test(result);
  if (isReset(packet) || isIcmp(packet)) return true;
  if (readable) return packet.lengthBytes > 0 || packet.type === 'FIN' || packet.type === 'HANDSHAKE-ACK';
  return packet.ack !== null;
}
