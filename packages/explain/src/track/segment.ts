/** One segment of a connection: what it changes in the facts. */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';
import { SegmentWord } from '../facts/words.ts';
import type { ConnectionRow } from '../rows/connection-row.ts';
import { acknowledged } from './acknowledging.ts';
import { probesAnswered, windowAnnounced } from './answering.ts';
import { checkSum, checksumWanted, MOST_OF_REPEATS } from './checksums.ts';
import { completesHandshake, synAckSent, synSent } from './handshake.ts';
import { noteQuiet } from './quiet.ts';
import { resetSent, segmentAfterReset } from './resetting.ts';
import { segmentSent } from './sending.ts';

function noteHost(sender: SideFacts, frame: FrameView, at: number): void {
  sender.packets += 1;
  if (sender.firstFrame === 0) sender.firstFrame = at;
  if ((frame.flags & TcpFlag.RST) === 0) {
    const { ttl } = frame;
    // a SYN's TTL says more than that of whatever came first
    if (sender.ttl === 0 || ((frame.flags & TcpFlag.SYN) !== 0 && sender.synCount + sender.synAckCount === 0))
      sender.ttl = ttl;
    if (sender.ttlMax === 0 || ttl < sender.ttlMin) sender.ttlMin = ttl;
    if (ttl > sender.ttlMax) sender.ttlMax = ttl;
  }
  if (checksumWanted(sender, frame)) checkSum(sender, frame, at);
}

/** Takes a segment from `senderSide` into account. The row stands at its connection. */
export function observeSegment(
  row: ConnectionRow,
  senderSide: number,
  frame: FrameView,
  at: number,
  ns: number,
): void {
  const { connection } = row;
  const sender = row.sides[senderSide as 0 | 1];
  const receiver = row.sides[(1 - senderSide) as 0 | 1];
  const { flags } = frame;
  noteQuiet(row, at, ns);
  noteHost(sender, frame, at);
  connection.lastFrame = at;
  if (ns > connection.lastNs) connection.lastNs = ns;
  if ((flags & TcpFlag.RST) !== 0) {
    resetSent(connection, sender, receiver, senderSide, frame, at, ns);
    probesAnswered(receiver);
    return;
  }
  let word: number;
  if ((flags & TcpFlag.SYN) !== 0) {
    word =
      (flags & TcpFlag.ACK) === 0
        ? synSent(connection, sender, receiver, senderSide, frame, at, ns)
        : synAckSent(connection, sender, receiver, senderSide, frame, at, ns);
  } else {
    const completes = completesHandshake(connection, receiver, frame, at, ns);
    word = segmentSent(sender, receiver, frame, at, ns);
    if (sender.repeats > 0 && word === SegmentWord.data && sender.checksums < MOST_OF_REPEATS)
      checkSum(sender, frame, at);
    if (completes && word === SegmentWord.ack) word = SegmentWord.handshakeAck;
    windowAnnounced(sender, frame, at, ns);
    // an acknowledgement of something else than the SYN it answers (RFC 5961 section 4, RFC 9293 section 3.10.7.4)
    if (
      word === SegmentWord.ack &&
      receiver.lastKind === SegmentWord.syn &&
      sender.lastFrame < receiver.lastFrame
    ) {
      sender.challengeAcks += 1;
      if (sender.challengeFrame === 0) sender.challengeFrame = at;
    }
  }
  if (sender.rstCount + receiver.rstCount > 0) segmentAfterReset(sender, receiver, word, at, ns);
  if ((flags & TcpFlag.ACK) !== 0) acknowledged(connection, sender, receiver, frame, word, at, ns);
  probesAnswered(receiver);
  sender.lastFrame = at;
  sender.lastKind = word;
  sender.lastSeq = frame.seqNumber | 0;
  sender.lastAck = frame.ackNumber | 0;
  sender.lastLength = frame.payloadLength;
  sender.lastNs = ns;
  if (connection.ended === 1 && sender.rstSurvived + receiver.rstSurvived > 0 && connection.closedFrame === 0)
    connection.ended = 0;
  if (connection.closedFrame !== 0 && at > connection.closedFrame && word !== SegmentWord.fin)
    connection.afterClose += 1;
}
