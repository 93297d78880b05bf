/**
 * The states of both ends, as far as they follow from packets.
 *
 *     what an end sends             shows its state at once: SYN, FIN, RST
 *     what an end is sent           counts only when that end acknowledges it later, or stops to repeat what it answers
 *
 * So a client that got through to a full accept queue stands ESTABLISHED here against a server in SYN-RECEIVED, which is what
 * the two kernels think. States are RFC 9293's, section 3.3.2.
 */
import type { Side, TcpState } from '@halfopen/catalogue';
import type { PacketEvent, StateEvent } from '@halfopen/timeline';

interface End {
  readonly side: Side;
  state: TcpState | null;
  /** Relative number behind the end's FIN; `null`: none sent. */
  finEnd: number | null;
  /** The other's FIN has been captured, but the end sends its own before it gets that one. */
  crossing: boolean;
}

const far: Readonly<Record<Side, Side>> = { client: 'server', server: 'client' };

function isReset({ type }: PacketEvent): boolean {
  return type === 'RST-A' || type === 'RST-P' || type === 'RST-S';
}

/** What a packet's sequence numbers end before. */
function endOf({ seq, lengthBytes, type }: PacketEvent): number {
  return seq + lengthBytes + (type === 'FIN' || type === 'SYN' || type === 'SYN-ACK' ? 1 : 0);
}

/** What the packets after a packet say, asked from the last to the first, so that one pass answers for all of them. */
interface Afterwards {
  /** The highest number that the receiver acknowledges later. */
  readonly acked: number;
  /** The receiver sends a segment that is no reset. */
  readonly speaks: boolean;
  /** The receiver repeats its FIN, or its SYN-ACK. */
  readonly repeatsFin: boolean;
  readonly repeatsSynAck: boolean;
  /** What its next FIN acknowledges; `null`: there is none. */
  readonly nextFinAcks: number | null;
}

const nothing: Afterwards = {
  acked: -Infinity,
  speaks: false,
  repeatsFin: false,
  repeatsSynAck: false,
  nextFinAcks: null,
};

function lookAhead(packets: readonly PacketEvent[]): readonly Afterwards[] {
  const by: Record<Side, Afterwards> = { client: nothing, server: nothing };
  const found: Afterwards[] = [];
  for (const packet of packets.toReversed()) {
    found.push(by[packet.to]);
    if (packet.from === 'middle' || isReset(packet)) continue;
    const later = by[packet.from];
    by[packet.from] = {
      acked: Math.max(later.acked, packet.ack ?? -Infinity),
      speaks: later.speaks || packet.type !== 'SYN-ACK',
      repeatsFin: later.repeatsFin || packet.type === 'FIN',
      repeatsSynAck: later.repeatsSynAck || packet.type === 'SYN-ACK',
      nextFinAcks: packet.type === 'FIN' ? packet.ack : later.nextFinAcks,
    };
  }
  return found.toReversed();
}

function afterSending(end: End, packet: PacketEvent): TcpState | null {
  if (isReset(packet)) return end.state === null ? null : 'CLOSED';
  switch (packet.type) {
    case 'SYN':
      return end.state === null ? 'SYN-SENT' : end.state;
    case 'SYN-ACK':
      return end.state === null || end.state === 'SYN-SENT' ? 'SYN-RECEIVED' : end.state;
    case 'FIN':
      if (end.state === 'CLOSE-WAIT') return 'LAST-ACK';
      return end.state === 'ESTABLISHED' || end.state === 'SYN-RECEIVED' ? 'FIN-WAIT-1' : end.state;
    default:
      return end.state;
  }
}

function afterFin(state: TcpState | null, finAcked: boolean): TcpState | null {
  switch (state) {
    case 'ESTABLISHED':
    case 'SYN-RECEIVED':
      return 'CLOSE-WAIT';
    case 'FIN-WAIT-1':
      return finAcked ? 'TIME-WAIT' : 'CLOSING';
    case 'FIN-WAIT-2':
      return 'TIME-WAIT';
    default:
      return state;
  }
}

function afterAcknowledgement(state: TcpState | null): TcpState | null {
  switch (state) {
    case 'FIN-WAIT-1':
      return 'FIN-WAIT-2';
    case 'CLOSING':
      return 'TIME-WAIT';
    case 'LAST-ACK':
      return 'CLOSED';
    default:
      return state;
  }
}

function afterReceiving(end: End, packet: PacketEvent, later: Afterwards): TcpState | null {
  const { state } = end;
  if (isReset(packet)) return later.speaks || state === null ? state : 'CLOSED';
  const { type, ack } = packet;
  if (state === 'SYN-SENT' && type === 'SYN-ACK') return later.acked >= endOf(packet) ? 'ESTABLISHED' : state;
  let next = state;
  if (next === 'SYN-RECEIVED' && ack !== null && ack >= 1 && later.speaks && !later.repeatsSynAck)
    next = 'ESTABLISHED';
  const finAcked = end.finEnd !== null && ack !== null && ack >= end.finEnd && !later.repeatsFin;
  if (type === 'FIN' && later.acked >= endOf(packet)) {
    end.crossing = end.finEnd === null && later.nextFinAcks !== null && later.nextFinAcks < endOf(packet);
    if (!end.crossing) return afterFin(next, finAcked);
  }
  return finAcked ? afterAcknowledgement(next) : next;
}

/**
 * State changes that follow from the packets of one capture, in their order. Of a connection whose beginning was not captured, both
 * ends are taken to be established, and only what changes that is told.
 */
export function inferredStates(packets: readonly PacketEvent[]): StateEvent[] {
  const begun = packets.some(({ type }) => type === 'SYN' || type === 'SYN-ACK');
  const first: TcpState | null = begun ? null : 'ESTABLISHED';
  const ends: Readonly<Record<Side, End>> = {
    client: { side: 'client', state: first, finEnd: null, crossing: false },
    server: { side: 'server', state: first, finEnd: null, crossing: false },
  };
  const states: StateEvent[] = [];
  const enter = (end: End, state: TcpState | null, atNs: number): void => {
    if (state === null || state === end.state) return;
    end.state = state;
    states.push({ kind: 'state', side: end.side, atNs, state, how: 'inferred' });
  };
  const later = lookAhead(packets);
  packets.forEach((packet, index) => {
    if (packet.from === 'middle') return;
    const sender = ends[packet.from];
    const receiver = ends[far[packet.from]];
    enter(sender, afterSending(sender, packet), packet.atNs);
    if (packet.type === 'FIN') {
      sender.finEnd ??= endOf(packet);
      if (sender.crossing) enter(sender, afterFin(sender.state, false), packet.atNs);
      sender.crossing = false;
    }
    enter(receiver, afterReceiving(receiver, packet, later[index]!), packet.atNs);
  });
  return states;
}
