/** One segment of a connection: what it changes in the facts. */
import { type FrameView, TcpFlag, tcpChecksum } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';
import { SegmentWord } from '../facts/words.ts';
import type { ConnectionRow } from '../rows/connection-row.ts';
import { acknowledged } from './acknowledging.ts';
import { probesAnswered, windowAnnounced } from './answering.ts';
import { completesHandshake, synAckSent, synSent } from './handshake.ts';
import { resetSent, segmentAfterReset } from './resetting.ts';
import { segmentSent } from './sending.ts';

/** Checksums are looked at on so many small segments of a side with so much payload: enough to tell odd ones from all. */
const MOST_CHECKSUMS = 16;
const CHECKED_BYTES = 64;

/** Silence of less than this is a pause within a conversation. */
const QUIET_NS = 500_000_000;

function checkSum(sender: SideFacts, frame: FrameView, at: number): void {
  const sum = tcpChecksum(frame);
  if (sum === 'unknown') return;
  sender.checksums += 1;
  if (sum !== 'bad') return;
  sender.badChecksums += 1;
  if (sender.badChecksumFrame === 0) sender.badChecksumFrame = at;
}

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
    sender.ipIdLast = frame.ipId;
  }
  if (sender.checksums < MOST_CHECKSUMS && frame.payloadLength <= CHECKED_BYTES) checkSum(sender, frame, at);
}

/** Times in which nothing was under way and nothing came. */
function noteQuiet(row: ConnectionRow, at: number, ns: number): void {
  const { connection, sides } = row;
  const quiet = ns - connection.lastNs;
  if (quiet < QUIET_NS) return;
  const outstanding = sides[0].acked !== sides[0].next || sides[1].acked !== sides[1].next;
  if (outstanding || sides[0].repeats > 0 || sides[1].repeats > 0) return;
  connection.lastQuietNs = quiet;
  connection.lastQuietEndFrame = at;
  if (quiet > connection.quietNs) {
    connection.quietNs = quiet;
    connection.quietEndFrame = at;
  }
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
    resetSent(connection, sender, receiver, frame, at, ns);
    probesAnswered(receiver);
    return;
  }
  let word: number;
  if ((flags & TcpFlag.SYN) !== 0) {
    word =
      (flags & TcpFlag.ACK) === 0
        ? synSent(connection, sender, receiver, senderSide, frame, at, ns)
        : synAckSent(connection, sender, senderSide, frame, at, ns);
  } else {
    const completes = completesHandshake(connection, receiver, frame, at, ns);
    word = segmentSent(sender, receiver, frame, at, ns);
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
