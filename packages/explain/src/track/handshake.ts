/** SYNs and SYN-ACKs: who is the client, what was agreed on, how often it was tried. */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { ConnectionFacts } from '../facts/connection-facts.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import { SegmentWord } from '../facts/words.ts';
import { gapIsDoubled, gapIsSteady } from './gaps.ts';

function agreeOn(side: SideFacts, frame: FrameView): void {
  const options = frame.options();
  side.mss = options.mss > 0 ? options.mss : 0;
  side.windowShift = options.windowScale > 0 ? Math.min(options.windowScale, 14) : 0;
  side.windowScaling = options.windowScale >= 0 ? 1 : 0;
  side.timestamps = options.hasTimestamps ? 1 : 0;
}

function firstOfIts(side: SideFacts, frame: FrameView): void {
  side.isn = frame.seqNumber | 0;
  side.isnKnown = 1;
  side.next = (frame.seqNumber + 1) | 0;
  side.nextKnown = 1;
  side.acked = side.isn;
  side.ackedKnown = 1;
  agreeOn(side, frame);
}

/** A SYN without ACK. */
export function synSent(
  connection: ConnectionFacts,
  sender: SideFacts,
  receiver: SideFacts,
  senderSide: number,
  frame: FrameView,
  at: number,
  ns: number,
): number {
  sender.synCount += 1;
  sender.synLastFrame = at;
  if (sender.synCount === 1) {
    if (sender.isnKnown === 0) firstOfIts(sender, frame);
    sender.synFrame = at;
    sender.synNs = ns;
    sender.synPayload = frame.payloadLength;
    if (connection.clientKnown === 0) {
      connection.clientKnown = 1;
      connection.clientSide = senderSide;
    } else if (receiver.synCount > 0) connection.simultaneousOpen = 1;
  } else {
    const gap = ns - sender.synLastNs;
    const before = sender.repeatGapNs;
    if (before > 0 && gapIsDoubled(before, gap)) sender.synDoublingGaps += 1;
    else if (before > 0 && gapIsSteady(before, gap)) sender.synSteadyGaps += 1;
    sender.repeatGapNs = gap;
    sender.retransmissions += 1;
  }
  sender.synLastNs = ns;
  return SegmentWord.syn;
}

/** A SYN with ACK. */
export function synAckSent(
  connection: ConnectionFacts,
  sender: SideFacts,
  receiver: SideFacts,
  senderSide: number,
  frame: FrameView,
  at: number,
  ns: number,
): number {
  sender.synAckCount += 1;
  sender.synAckLastFrame = at;
  if (sender.synAckCount > 1) sender.retransmissions += 1;
  else {
    if (sender.isnKnown === 0) firstOfIts(sender, frame);
    sender.synAckFrame = at;
    sender.synAckNs = ns;
    if (frame.window === 0) sender.synAckWindowZero = 1;
    const fastOpened = (frame.ackNumber - receiver.isn - 1) | 0;
    if (receiver.isnKnown === 1 && fastOpened > 0 && fastOpened <= receiver.synPayload) {
      receiver.next = frame.ackNumber | 0;
      receiver.bytes += fastOpened;
    }
    if (receiver.isnKnown === 1 && sender.windowScaling + receiver.windowScaling < 2) {
      sender.windowShift = 0;
      receiver.windowShift = 0;
    }
    if (connection.clientKnown === 0) {
      connection.clientKnown = 1;
      connection.clientSide = 1 - senderSide;
    }
  }
  return SegmentWord.synAck;
}

/** Whether a segment that is no SYN completes the handshake; it is noted if so. */
export function completesHandshake(
  connection: ConnectionFacts,
  receiver: SideFacts,
  frame: FrameView,
  at: number,
  ns: number,
): boolean {
  if (connection.handshakeFrame !== 0 || receiver.synAckCount === 0) return false;
  if ((frame.flags & TcpFlag.ACK) === 0 || ((frame.ackNumber - receiver.isn) | 0) < 1) return false;
  connection.handshakeFrame = at;
  connection.handshakeNs = ns;
  return true;
}
