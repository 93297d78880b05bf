/**
 * Segments in order on a connection that runs well: most of all traffic. Each changes a handful of numbers and nothing else, so
 * each needs a handful of comparisons and nothing else. Whatever is not exactly that takes the long way (segment.ts), which also
 * says when the short way is open again.
 *
 *     long way ─▶ isSteady? ─▶ short way, short way, ... ─▶ anything unusual ─▶ Zeek's view catches up ─▶ long way
 */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import { SegmentWord } from '../facts/words.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import type { ConnectionRow } from '../rows/connection-row.ts';
import type { ZeekEndpoint } from '../zeek/endpoint.ts';
import { knowsZeekAck, knowsZeekData } from '../zeek/history.ts';
import { zeekRunsWell } from '../zeek/steady.ts';
import { noteRoundTrip } from './acknowledging.ts';
import { checksumWanted } from './checksums.ts';
import { QUIET_NS } from './quiet.ts';

/** A TCP header with timestamps and nothing else; whatever is longer may hold a SACK. */
const HEADER_WITH_TIMESTAMPS = 32;
/** From here on comparisons of sequence numbers need care. */
const LONG_BYTES: number = 2 ** 29;
const UNUSUAL: number = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST | TcpFlag.URG;

function runsWell(side: SideFacts): boolean {
  return (
    side.ttlMin === side.ttl &&
    side.ttlMax === side.ttl &&
    side.nextKnown === 1 &&
    side.repeats === 0 &&
    side.ackedRepeats === 0 &&
    side.holeSacks === 0 &&
    side.finFrame === 0 &&
    side.rstCount === 0 &&
    side.stray === 0 &&
    side.zeroWindowNow === 0 &&
    side.probesUnanswered === 0 &&
    side.keepAlivesUnanswered === 0
  );
}

/** Bits of `steady`: beside the first, which segments of which side are nothing new to Zeek's history. */
const STEADY = 1;
const DATA_KNOWN = 2;
const ACK_KNOWN = 4;
/** Those of side 1 lie so much higher. */
const SIDE_SHIFT = 2;

function lettersKnown(endpoint: ZeekEndpoint): number {
  return (knowsZeekData(endpoint) ? DATA_KNOWN : 0) | (knowsZeekAck(endpoint) ? ACK_KNOWN : 0);
}

/** What `steady` is to say of a connection: 0, or which segments in order may take the short way. */
export function steadiness({ connection, sides, zeek }: ConnectionRow): number {
  const steady =
    connection.ended === 0 &&
    connection.newcomer === 0 &&
    connection.handshakeFrame !== 0 &&
    runsWell(sides[0]) &&
    runsWell(sides[1]) &&
    zeekRunsWell(zeek[0]) &&
    zeekRunsWell(zeek[1]);
  return steady ? STEADY | lettersKnown(zeek[0]) | (lettersKnown(zeek[1]) << SIDE_SHIFT) : 0;
}

/**
 * Takes a segment the short way, if it is one in order: the row stands at a steady connection. `false`: nothing was done.
 */
export function observeSteady(
  row: ConnectionRow,
  senderSide: number,
  frame: FrameView,
  at: number,
  ns: number,
): boolean {
  const { connection } = row;
  const sender = row.sides[senderSide as 0 | 1];
  const receiver = row.sides[(1 - senderSide) as 0 | 1];
  const { flags, payloadLength, window } = frame;
  const seq = frame.seqNumber | 0;
  const ack = frame.ackNumber | 0;
  const { next } = sender;
  const step = (ack - receiver.acked) | 0;
  const known = (payloadLength > 0 ? DATA_KNOWN : ACK_KNOWN) << (senderSide * SIDE_SHIFT);
  if (
    (connection.steady & known) === 0 ||
    (flags & UNUSUAL) !== 0 ||
    (flags & TcpFlag.ACK) === 0 ||
    seq !== next ||
    step < 0 ||
    ((ack - receiver.next) | 0) > 0 ||
    // a bare acknowledgement of nothing new is a duplicate, or an answer to something
    (step === 0 && payloadLength === 0) ||
    window === 0 ||
    frame.ttl !== sender.ttl ||
    frame.headerLengthBytes > HEADER_WITH_TIMESTAMPS ||
    (payloadLength > sender.maxPayload && payloadLength > receiver.mss) ||
    ns - connection.lastNs >= QUIET_NS ||
    checksumWanted(sender, frame) ||
    sender.bytes >= LONG_BYTES
  ) {
    return false;
  }
  connection.zeekBehind = 1;
  connection.frames += 1;
  connection.lastFrame = at;
  if (ns > connection.lastNs) connection.lastNs = ns;
  sender.packets += 1;
  sender.window = window << sender.windowShift;
  sender.lastFrame = at;
  sender.lastSeq = seq;
  sender.lastAck = ack;
  sender.lastLength = payloadLength;
  sender.lastNs = ns;
  if (payloadLength === 0) sender.lastKind = SegmentWord.ack;
  else {
    sender.lastKind = SegmentWord.data;
    if (sender.acked === next) {
      sender.flightFrame = at;
      sender.flightNs = ns;
    }
    sender.next = (next + payloadLength) | 0;
    sender.bytes += payloadLength;
    sender.dataSegments += 1;
    if (sender.dataFrame === 0) sender.dataFrame = at;
    if (payloadLength > sender.maxPayload) sender.maxPayload = payloadLength;
    sender.dataLastFrame = at;
    sender.dataLastNs = ns;
  }
  if (step > 0) {
    receiver.acked = ack;
    receiver.ackedFrame = at;
    if (ack === receiver.next) {
      receiver.maxAckedPayload = receiver.maxPayload;
      noteRoundTrip(receiver, ns);
    } else {
      receiver.flightFrame = at;
      receiver.flightNs = ns;
    }
  }
  return true;
}

function catchUp(side: SideFacts, endpoint: ZeekEndpoint): void {
  endpoint.last = side.next;
  endpoint.acked = side.acked;
  endpoint.delivered = (side.next - endpoint.start - 1) | 0;
}

/** Tells Zeek's view what the segments since have come to. */
export function catchUpZeek({ connection, sides, zeek }: ConnectionRow): void {
  connection.zeekBehind = 0;
  catchUp(sides[0], zeek[0]);
  catchUp(sides[1], zeek[1]);
}
