/** What acknowledgements say of the other side's segments: progress, duplicates, SACK, and data that the capture lacks. */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { ConnectionFacts } from '../facts/connection-facts.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import { SegmentWord } from '../facts/words.ts';

/** An acknowledgement further ahead of what was seen than this belongs to something else. */
const MOST_NOT_CAPTURED = 1 << 28;
/** A TCP header with timestamps and nothing else; whatever is longer may hold a SACK. */
const HEADER_WITH_TIMESTAMPS = 32;

/** Everything is acknowledged. If it was one segment of data, that took a round trip, or longer where the answer was delayed. */
export function noteRoundTrip(owner: SideFacts, ns: number): void {
  if (owner.dataLastFrame === 0 || owner.flightFrame !== owner.dataLastFrame) return;
  const roundTrip = ns - owner.flightNs;
  if (roundTrip > 0 && (owner.rttNs === 0 || roundTrip < owner.rttNs)) owner.rttNs = roundTrip;
}

function progress(
  connection: ConnectionFacts,
  acker: SideFacts,
  owner: SideFacts,
  ack: number,
  at: number,
  ns: number,
): void {
  owner.acked = ack;
  owner.ackedFrame = at;
  owner.holeSacks = 0;
  owner.holeSackBytes = 0;
  if (owner.repeats > 0) {
    if (owner.repeatOnlyFin === 0 && owner.repeats >= owner.healedRepeats) {
      owner.healedRepeats = owner.repeats;
      owner.healedFrame = at;
      owner.healedNs = ns - owner.flightNs;
    }
    owner.repeats = 0;
  } else if (ack === owner.next) {
    owner.maxAckedPayload = owner.maxPayload;
    noteRoundTrip(owner, ns);
  }
  if (ack !== owner.next) {
    owner.flightFrame = at;
    owner.flightNs = ns;
  }
  if (owner.finFrame !== 0 && owner.finAckFrame === 0 && ((ack - owner.finEnd) | 0) >= 0) {
    owner.finAckFrame = at;
    if (acker.finAckFrame !== 0) {
      connection.closedFrame = at;
      connection.ended = 1;
    }
  }
  if (owner.rstCount > 0 && owner.afterRst > 0) owner.rstSurvived = 1;
  if (acker.rstCount > 0 && owner.flightNs > acker.rstNs && acker.rstAnswers === 0) acker.rstSurvived = 1;
}

function noteSack(owner: SideFacts, frame: FrameView, ack: number): void {
  const options = frame.options();
  if (options.sackBlocks === 0) return;
  const left = options.sackLeft(0) | 0;
  const right = options.sackRight(0) | 0;
  const within =
    options.sackBlocks > 1 &&
    ((left - options.sackLeft(1)) | 0) >= 0 &&
    ((options.sackRight(1) - right) | 0) >= 0;
  if (((right - ack) | 0) <= 0 || within) {
    // the one old byte of a keepalive is reported as a duplicate, too
    if (((right - left) | 0) > 1) owner.duplicateSacks += 1;
    return;
  }
  owner.holeSacks += 1;
  owner.holeSackBytes = Math.max(owner.holeSackBytes, (right - left) | 0);
}

/** The one byte beyond what was seen is that of a probe: a window probe's, or the old one before a keepalive that came first. */
function isProbed(owner: SideFacts, beyond: number): boolean {
  return (
    beyond === 1 &&
    (owner.probes > 0 || (owner.isnKnown === 0 && owner.dataSegments === 0 && owner.finFrame === 0))
  );
}

/** A segment with ACK and without RST: what its sender, the acker, says of what the owner sent. */
export function acknowledged(
  connection: ConnectionFacts,
  acker: SideFacts,
  owner: SideFacts,
  frame: FrameView,
  word: number,
  at: number,
  ns: number,
): void {
  const ack = frame.ackNumber | 0;
  if (owner.nextKnown === 0) {
    owner.next = ack;
    owner.nextKnown = 1;
    owner.acked = ack;
    owner.ackedKnown = 1;
    return;
  }
  const step = (ack - owner.acked) | 0;
  const beyond = (ack - owner.next) | 0;
  if (step > 0 && beyond <= 0) progress(connection, acker, owner, ack, at, ns);
  else if (beyond > 0) {
    // before the handshake it is an answer to something older, and none to this
    const known = connection.handshakeFrame !== 0 || connection.clientKnown === 0;
    if (!known || beyond > MOST_NOT_CAPTURED) return;
    if (!isProbed(owner, beyond)) {
      owner.notCaptured += 1;
      if (owner.notCapturedFrame === 0) owner.notCapturedFrame = at;
      owner.unseenFrom = owner.next;
      owner.unseenTo = ack;
      owner.unseenNs = ns;
    }
    owner.next = ack;
    progress(connection, acker, owner, ack, at, ns);
  } else if (step === 0 && word === SegmentWord.ack && owner.repeats > 0) owner.repeatAnswers += 1;
  if (frame.headerLengthBytes > HEADER_WITH_TIMESTAMPS && (frame.flags & TcpFlag.SYN) === 0)
    noteSack(owner, frame, ack);
}
