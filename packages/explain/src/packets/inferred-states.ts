/**
 * The states of both ends, as far as they follow from packets.
 *
 *     what an end sends             shows its state as it leaves: SYN, FIN, RST
 *     what an end is sent           counts as it arrives, and only when that end acknowledges it later, or stops to repeat what
 *                                   it answers; what never arrives changes nothing
 *
 * So a client that got through to a full accept queue stands ESTABLISHED here against a server in SYN-RECEIVED, which is what
 * the two kernels think. States are RFC 9293's, section 3.3.2.
 */
import type { Side, TcpState } from '@halfopen/catalogue';
import type { PacketEvent, StateEvent } from '@halfopen/timeline';
import { type Afterwards, isReset, lookAhead } from './afterwards.ts';
import { packetMoments } from './moments.ts';

interface End {
  readonly side: Side;
  state: TcpState | null;
  /** Relative number behind the end's FIN; `null`: none sent. */
  finEnd: number | null;
  /** The other's FIN has been captured, but the end sends its own before it gets that one. */
  crossing: boolean;
}

/** Whether a further capture shows that the packet came through: a single one knows no time of flight. */
function cameThrough({ atNs, arrivedNs }: PacketEvent): boolean {
  return arrivedNs !== null && arrivedNs > atNs;
}

/** What a packet's sequence numbers end before. */
function endOf({ seq, lengthBytes, type }: PacketEvent): number {
  return seq + lengthBytes + (type === 'FIN' || type === 'SYN' || type === 'SYN-ACK' ? 1 : 0);
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
  const taken = later.speaks || (cameThrough(packet) && !later.disowns);
  if (next === 'SYN-RECEIVED' && ack !== null && ack >= 1 && taken && !later.repeatsSynAck)
    next = 'ESTABLISHED';
  const finAcked = end.finEnd !== null && ack !== null && ack >= end.finEnd && !later.repeatsFin;
  if (type === 'FIN' && later.acked >= endOf(packet)) {
    end.crossing = end.finEnd === null && later.nextFinAcks !== null && later.nextFinAcks < endOf(packet);
    if (!end.crossing) return afterFin(next, finAcked);
  }
  return finAcked ? afterAcknowledgement(next) : next;
}

/** Whether an end sends what it sends once only, and not after its FIN: it had not closed before the first of these packets. */
function isOpenIn(packets: readonly PacketEvent[], side: Side): boolean {
  return packets.some(
    ({ from, type, retransmission }) =>
      from === side && retransmission === 0 && (type === 'DATA' || type === 'FIN'),
  );
}

/**
 * State changes that follow from packets in order of departure. Of a connection whose beginning was not captured, both ends are
 * taken to be established, and only what changes that is told. What a router sends in the name of one end says nothing of that
 * end: a reset closes the other, an ICMP error neither. `before`: so many packets stand before those that were dropped; behind them
 * states are told of ends that have been open all along, of others only what a reset says.
 */
export function inferredStates(packets: readonly PacketEvent[], before: number = Infinity): StateEvent[] {
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
  const moments = packetMoments(packets);
  const later = lookAhead(moments);
  const last = packets.slice(before);
  const behind = new Set(last);
  const isOpen = (side: Side): boolean => ends[side].state === 'ESTABLISHED' && isOpenIn(last, side);
  let goesOn: boolean | null = null;
  moments.forEach(({ packet, edge, atNs }, index) => {
    const { from } = packet;
    if (behind.has(packet)) {
      goesOn ??= isOpen('client') && isOpen('server');
      if (!goesOn && !isReset(packet)) return;
    }
    if (from === 'middle' && (edge === 'departure' || !isReset(packet))) return;
    if (edge === 'arrival' || from === 'middle') {
      const receiver = ends[packet.to];
      enter(receiver, afterReceiving(receiver, packet, later[index]!), atNs);
      return;
    }
    const sender = ends[from];
    enter(sender, afterSending(sender, packet), atNs);
    if (packet.type !== 'FIN') return;
    sender.finEnd ??= endOf(packet);
    if (sender.crossing) enter(sender, afterFin(sender.state, false), atNs);
    sender.crossing = false;
  });
  return states;
}
