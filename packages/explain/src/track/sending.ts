/**
 * What a side sends: new data, repetitions, FINs, probes.
 *
 *          acked            next
 *     ───────┼────────────────┼────────▶ sequence numbers
 *      spurious  repetition      new          (by where a segment ends)
 *
 * A run of repetitions lasts until acknowledgements move on. Only repetitions of the oldest outstanding segment count, and
 * the one that opens the run, which may be a tail loss probe (RFC 8985 section 7).
 */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';
import { SegmentWord } from '../facts/words.ts';
import { gapIsDoubled, gapIsSteady } from './gaps.ts';

/** A capture may have missed the acknowledgement that moved the window on: so much more is let pass. */
const WINDOW_SLACK = 1 << 24;
const OLD_BYTES = 1 << 28;
const LONG_BYTES: number = 2 ** 30;
/** TLS takes its leave with an alert: a record of its own, or, in TLS 1.3, one that looks like data (RFC 8446 sections 5.1, 6.1). */
const TLS_ALERT = 0x15;
const TLS_DATA = 0x17;
const TLS_HEADER_BYTES = 5;
const MOST_ALERT_BYTES = 32;
/** Packets that a capture put down in the wrong order are no further apart. */
const DISORDER_NS = 20_000_000;

function noteRepetition(
  sender: SideFacts,
  seq: number,
  length: number,
  fin: number,
  at: number,
  ns: number,
): void {
  if (sender.repeats === 0) {
    sender.repeatFrame = at;
    sender.repeatNs = ns;
    sender.repeatGapNs = ns - sender.flightNs;
    sender.repeatSteadyGaps = 0;
    sender.repeatDoublingGaps = 0;
    sender.repeatAnswers = 0;
    sender.repeatLength = 0;
  } else {
    if (seq !== sender.repeatSeq && seq !== sender.acked) return;
    const gap = ns - sender.repeatLastNs;
    if (gapIsDoubled(sender.repeatGapNs, gap)) sender.repeatDoublingGaps += 1;
    else if (gapIsSteady(sender.repeatGapNs, gap)) sender.repeatSteadyGaps += 1;
    sender.repeatGapNs = gap;
  }
  sender.repeats += 1;
  sender.repeatSeq = seq;
  sender.repeatLength = Math.max(sender.repeatLength, length);
  sender.repeatFin = fin;
  sender.repeatOnlyFin = fin === 1 && length === 0 ? 1 : 0;
  sender.repeatLastFrame = at;
  sender.repeatLastNs = ns;
}

function noteNew(
  sender: SideFacts,
  receiver: SideFacts,
  frame: FrameView,
  seq: number,
  end: number,
  fin: number,
  at: number,
  ns: number,
): void {
  if (sender.acked === sender.next || sender.flightFrame === 0) {
    sender.flightFrame = at;
    sender.flightNs = ns;
  }
  const ahead = (seq - sender.next) | 0;
  if (ahead > 0) {
    sender.notCaptured += 1;
    if (sender.notCapturedFrame === 0) sender.notCapturedFrame = at;
    sender.unseenFrom = sender.next;
    sender.unseenTo = seq;
    sender.unseenNs = ns;
  }
  const length = frame.payloadLength;
  if (length > 0) {
    sender.bytes += ((end - sender.next) | 0) - fin;
    sender.dataSegments += 1;
    if (sender.dataFrame === 0) sender.dataFrame = at;
    sender.dataLastFrame = at;
    sender.dataLastNs = ns;
    if (length > sender.maxPayload) sender.maxPayload = length;
    if (receiver.mss > 0 && length > receiver.mss) sender.oversized += 1;
    if (receiver.finFrame !== 0) {
      if (((frame.ackNumber - receiver.finEnd) | 0) >= 0) sender.dataAfterFin += 1;
      if (!isFarewell(frame)) sender.lateReal += 1;
      if (sender.lateDataFrame === 0) sender.lateDataFrame = at;
    }
  }
  sender.ackedRepeats = 0;
  sender.next = end;
  if (sender.isnKnown === 1 && (end - sender.isn) >>> 0 >= LONG_BYTES) sender.isLong = 1;
}

/** Whether a segment holds one TLS record that is, or may be, an alert. */
function isFarewell({ data, payloadOffset, payloadCaptured, payloadLength }: FrameView): boolean {
  if (payloadCaptured < TLS_HEADER_BYTES || payloadLength > TLS_HEADER_BYTES + MOST_ALERT_BYTES) return false;
  const type = data[payloadOffset];
  const length = (data[payloadOffset + 3]! << 8) | data[payloadOffset + 4]!;
  return (
    (type === TLS_ALERT || type === TLS_DATA) &&
    data[payloadOffset + 1] === 3 &&
    length + TLS_HEADER_BYTES === payloadLength
  );
}

/** A probe: no payload or one old byte, one before what is next. Which kind depends on the window that it probes. */
function probeWord(sender: SideFacts, receiver: SideFacts, frame: FrameView, seq: number): number {
  if (frame.payloadLength > 1 || sender.nextKnown === 0) return SegmentWord.none;
  // BSD and Windows probe a window with the next byte
  if (
    frame.payloadLength === 1 &&
    receiver.zeroWindowNow === 1 &&
    seq === sender.next &&
    seq === sender.acked
  )
    return SegmentWord.probe;
  // a lone old byte with PSH is a repetition of data
  if (frame.payloadLength === 1 && (frame.flags & TcpFlag.PSH) !== 0) return SegmentWord.none;
  if (((seq - sender.acked) | 0) !== -1) return SegmentWord.none;
  if (receiver.zeroWindowNow === 1) return SegmentWord.probe;
  return sender.acked === sender.next && sender.finFrame === 0 ? SegmentWord.keepAlive : SegmentWord.none;
}

function noteProbe(sender: SideFacts, word: number, at: number): void {
  if (word === SegmentWord.probe) {
    sender.probes += 1;
    sender.probesUnanswered += 1;
    sender.probeLastFrame = at;
    return;
  }
  sender.keepAlives += 1;
  if (sender.keepAlivesUnanswered === 0) sender.keepAliveFrame = at;
  sender.keepAlivesUnanswered += 1;
  sender.keepAliveLastFrame = at;
}

/**
 * Whether a segment is one that the capture lacked until now: put down in the wrong order, or lost before this place and repeated.
 * It is no repetition of anything seen.
 */
function fillsGap(
  sender: SideFacts,
  seq: number,
  end: number,
  length: number,
  at: number,
  ns: number,
): boolean {
  if (length === 0 || sender.unseenFrom === sender.unseenTo) return false;
  if (((seq - sender.unseenFrom) | 0) < 0 || ((sender.unseenTo - end) | 0) < 0) return false;
  if (ns - sender.unseenNs > DISORDER_NS) sender.retransmissions += 1;
  sender.bytes += length;
  sender.dataSegments += 1;
  if (sender.dataFrame === 0) sender.dataFrame = at;
  sender.dataLastFrame = at;
  sender.dataLastNs = ns;
  if (length > sender.maxPayload) sender.maxPayload = length;
  if (seq === sender.unseenFrom) sender.unseenFrom = end;
  else sender.unseenTo = seq;
  if (sender.unseenFrom === sender.unseenTo) sender.notCaptured -= 1;
  return true;
}

/** Whether a segment begins so far outside the window that its receiver will not take it: no gap in the capture is that wide. */
function isStray(sender: SideFacts, receiver: SideFacts, seq: number): boolean {
  const ahead = (seq - sender.next) | 0;
  if (ahead > 0) return receiver.window > 0 && ((seq - sender.acked) | 0) > receiver.window + WINDOW_SLACK;
  return (
    ahead < 0 &&
    ((seq - sender.isn) | 0) < 0 &&
    sender.isnKnown === 1 &&
    sender.isLong === 0 &&
    ahead > -OLD_BYTES
  );
}

/** A segment without SYN and RST, as its sender's sending. Returns what it was: a {@link SegmentWord}. */
export function segmentSent(
  sender: SideFacts,
  receiver: SideFacts,
  frame: FrameView,
  at: number,
  ns: number,
): number {
  const seq = frame.seqNumber | 0;
  const fin = frame.flags & TcpFlag.FIN;
  const length = frame.payloadLength;
  const probe = fin === 0 ? probeWord(sender, receiver, frame, seq) : SegmentWord.none;
  if (probe !== SegmentWord.none) {
    noteProbe(sender, probe, at);
    return probe;
  }
  if (sender.nextKnown === 0) {
    sender.next = seq;
    sender.nextKnown = 1;
    if (sender.ackedKnown === 0) {
      sender.acked = seq;
      sender.ackedKnown = 1;
    }
  }
  if (isStray(sender, receiver, seq)) {
    sender.stray += 1;
    if (sender.strayFrame === 0) sender.strayFrame = at;
    return SegmentWord.ack;
  }
  if (length === 0 && fin === 0) return SegmentWord.ack;
  const end = (seq + length + fin) | 0;
  const old = ((seq - sender.next) | 0) < 0;
  if (old && fillsGap(sender, seq, end, length, at, ns)) {
    // seen for the first time
  } else if (old) {
    sender.retransmissions += 1;
    if (((end - sender.acked) | 0) > 0) noteRepetition(sender, seq, length, fin, at, ns);
    else {
      sender.ackedRepeats += 1;
      sender.ackedRepeatLastFrame = at;
    }
  }
  if (((end - sender.next) | 0) > 0) noteNew(sender, receiver, frame, seq, end, fin, at, ns);
  if (fin === 0) return SegmentWord.data;
  sender.finCount += 1;
  if (sender.finFrame === 0) {
    sender.finFrame = at;
    sender.finNs = ns;
    sender.finEnd = end;
    sender.finAnswers = receiver.finFrame !== 0 && ((frame.ackNumber - receiver.finEnd) | 0) >= 0 ? 1 : 0;
  }
  return SegmentWord.fin;
}
