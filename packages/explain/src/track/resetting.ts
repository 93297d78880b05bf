/**
 * Resets: which of the forms, what they answer, what had happened before.
 *
 *     RST, ACK, sequence number 0, answers a SYN ─▶ syn
 *     RST, ACK otherwise; window or options of the connection ─▶ active, neither ─▶ odd
 *     RST alone ─▶ passive
 */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { ConnectionFacts } from '../facts/connection-facts.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import { ResetWord, SegmentWord } from '../facts/words.ts';

/** Segments that were on their way already, or that the capture put down late. */
const DISORDER_NS = 20_000_000;

function formOf(sender: SideFacts, receiver: SideFacts, frame: FrameView): number {
  if ((frame.flags & TcpFlag.ACK) === 0) return ResetWord.passive;
  const answersSyn = receiver.synCount > 0 && ((frame.ackNumber - receiver.isn) | 0) >= 1;
  if (
    sender.synAckCount === 0 &&
    sender.synCount === 0 &&
    (frame.seqNumber === 0 || answersSyn) &&
    frame.window === 0
  ) {
    return ResetWord.syn;
  }
  if (frame.options().hasTimestamps) return ResetWord.active;
  if (sender.timestamps === 1 && receiver.timestamps === 1) return ResetWord.odd;
  return frame.window !== 0 || frame.ipId > 0 || frame.ipVersion === 6 ? ResetWord.active : ResetWord.odd;
}

/** Whether it is the answer of a connection attempt to an acknowledgement of something older (RFC 9293 section 3.5.1). */
function isDiscovery(sender: SideFacts, receiver: SideFacts, frame: FrameView): boolean {
  return (
    sender.synCount > 0 &&
    receiver.synAckCount === 0 &&
    receiver.lastKind === SegmentWord.ack &&
    (frame.seqNumber | 0) === receiver.lastAck &&
    (frame.flags & TcpFlag.ACK) === 0
  );
}

/** Whether the receiver takes a reset with this sequence number at once (RFC 5961 section 3.2), as far as can be told here. */
function isExact(sender: SideFacts, receiver: SideFacts, seq: number): boolean {
  if (sender.nextKnown === 0 || seq === sender.next || seq === sender.acked) return true;
  if (receiver.lastFrame !== 0 && seq === receiver.lastAck) return true;
  return sender.finFrame !== 0 && ((seq - sender.finEnd) | 0) < 0 && ((seq - sender.acked) | 0) >= -1;
}

/** A reset acknowledges as other segments do. */
function noteAcknowledgement(sender: SideFacts, receiver: SideFacts, ack: number, at: number): void {
  const step = (ack - receiver.acked) | 0;
  if (step <= 0 || ((ack - receiver.next) | 0) > 0) return;
  sender.rstAcks = step;
  receiver.acked = ack;
  receiver.ackedFrame = at;
  if (receiver.finFrame !== 0 && receiver.finAckFrame === 0 && ((ack - receiver.finEnd) | 0) >= 0)
    receiver.finAckFrame = at;
}

/** A segment with RST. */
export function resetSent(
  connection: ConnectionFacts,
  sender: SideFacts,
  receiver: SideFacts,
  senderSide: number,
  frame: FrameView,
  at: number,
  ns: number,
): void {
  if (isDiscovery(sender, receiver, frame)) {
    sender.discoveryRsts += 1;
    sender.discoveryFrame = at;
    sender.rstLastForm = ResetWord.passive;
    return;
  }
  const form = formOf(sender, receiver, frame);
  sender.rstForms |= 1 << form;
  sender.rstCount += 1;
  sender.rstLastForm = form;
  connection.ended = 1;
  const seq = frame.seqNumber | 0;
  if (isExact(sender, receiver, seq)) sender.rstExact = 1;
  if (sender.rstCount > 1) return;
  if (form === ResetWord.syn && connection.clientKnown === 0) connection.clientSide = 1 - senderSide;
  if ((frame.flags & TcpFlag.ACK) !== 0 && receiver.nextKnown === 1)
    noteAcknowledgement(sender, receiver, frame.ackNumber | 0, at);
  sender.rstForm = form;
  sender.rstFrame = at;
  sender.rstNs = ns;
  sender.rstFromNext = sender.nextKnown === 1 ? (seq - sender.next) | 0 : 0;
  sender.rstFromAcked = sender.ackedKnown === 1 ? (seq - sender.acked) | 0 : 0;
  sender.rstTtl = frame.ttl;
  sender.rstIpId = frame.ipId;
  sender.rstWindow = frame.window;
  sender.rstTimestamps = frame.options().hasTimestamps ? 1 : 0;
  sender.rstPayload = frame.payloadLength;
  sender.rstAfterFrame = receiver.lastFrame;
  sender.rstAfterKind = receiver.lastKind;
  sender.rstAfterNs = receiver.lastFrame === 0 ? 0 : ns - receiver.lastNs;
  sender.rstAnswers = receiver.lastFrame !== 0 && seq === receiver.lastAck ? 1 : 0;
  // what had come before the FIN is not what the reset answers
  if (sender.finFrame > receiver.lastFrame) {
    sender.rstAfterKind = SegmentWord.none;
    sender.rstAfterFrame = 0;
  }
  // data and FIN in one go have the same acknowledgement number; the data is the worse loss
  const unacknowledged = receiver.finFrame !== 0 && ((receiver.finEnd - 1 - receiver.acked) | 0) > 0;
  if (
    form === ResetWord.passive &&
    receiver.lastKind === SegmentWord.fin &&
    unacknowledged &&
    receiver.dataLastFrame !== 0
  ) {
    sender.rstAfterKind = SegmentWord.data;
    sender.rstAfterFrame = receiver.dataLastFrame;
  }
  // a bare reset repeats the acknowledgement number of what it answers, and that one was sent without knowing the FIN
  if (
    sender.finFrame !== 0 &&
    form === ResetWord.passive &&
    ((seq - sender.finEnd) | 0) < 0 &&
    receiver.dataLastFrame !== 0
  ) {
    sender.rstCrossesFin = 1;
    sender.rstAnswers = 1;
    sender.rstAfterKind = SegmentWord.data;
    sender.rstAfterFrame = receiver.dataLastFrame;
    sender.rstAfterNs = ns - receiver.dataLastNs;
  }
  sender.rstAfterOwnFin = sender.finFrame !== 0 ? 1 : 0;
  sender.rstAfterPeerFin = receiver.finFrame !== 0 ? 1 : 0;
  sender.rstOutstanding = sender.nextKnown === 1 && ((sender.next - sender.acked) | 0) > 0 ? 1 : 0;
}

/** A segment without RST from a side that has sent one, or to such a side. */
export function segmentAfterReset(
  sender: SideFacts,
  receiver: SideFacts,
  word: number,
  at: number,
  ns: number,
): void {
  if (sender.rstCount > 0 && sender.rstForm !== ResetWord.syn && ns - sender.rstNs > DISORDER_NS) {
    sender.afterRst += 1;
    if (sender.afterRstFrame === 0) sender.afterRstFrame = at;
  }
  if (
    receiver.rstCount > 0 &&
    receiver.rstChallenged === 0 &&
    word === SegmentWord.ack &&
    ns >= receiver.rstNs
  ) {
    receiver.rstChallenged = 1;
    receiver.rstChallengeFrame = at;
  }
}
