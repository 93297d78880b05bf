/**
 * What is known of one side of a connection: of the segments it sent, and of what came back for them. Everything is a number,
 * so that it can be kept in typed arrays. Frame numbers are 1-based, 0: never. Times are nanoseconds since the capture's first
 * frame. Sequence numbers are signed 32 bits; compare them by difference. Yes and no are 1 and 0.
 */
import type { Layout } from '../rows/row-view.ts';

/** Facts about one side, "it". */
export interface SideFacts {
  /** Segments it sent, duplicates of the capture not counted. */
  packets: number;
  firstFrame: number;
  /** Its last segment: frame, {@link SegmentWord}, numbers. Resets are not counted: they have fields of their own. */
  lastFrame: number;
  lastKind: number;
  lastSeq: number;
  lastAck: number;
  lastLength: number;
  lastNs: number;

  /** Initial sequence number, with the SYN or SYN-ACK that had it. */
  isn: number;
  isnKnown: number;
  synCount: number;
  synFrame: number;
  synLastFrame: number;
  synNs: number;
  synLastNs: number;
  /** Gaps between SYNs that were about as long as the one before, and that were about twice as long. */
  synSteadyGaps: number;
  synDoublingGaps: number;
  /** Data its first SYN carried, in bytes. */
  synPayload: number;
  synAckCount: number;
  synAckFrame: number;
  synAckLastFrame: number;
  synAckNs: number;
  /** The SYN-ACK that had window 0, as proxies of the kernel send it. */
  synAckWindowZero: number;

  /** One past the highest sequence number it sent (SYN and FIN count). */
  next: number;
  nextKnown: number;
  /** The highest acknowledgement that came back. */
  acked: number;
  ackedKnown: number;
  ackedFrame: number;
  /** Payload bytes, repetitions not counted. */
  bytes: number;
  dataSegments: number;
  dataFrame: number;
  dataLastFrame: number;
  dataLastNs: number;
  maxPayload: number;
  /** Largest payload of a segment that an acknowledgement covered while nothing was being repeated. */
  maxAckedPayload: number;
  /** Its sequence numbers have gone so far that those before its start can't be told from those to come. */
  isLong: number;
  /** Shortest time from one of its segments of data to the acknowledgement, where nothing else was under way; 0: none was seen. */
  rttNs: number;
  /** Bytes that were acknowledged, or followed by later ones, and that the capture does not have: how often, and where first. */
  notCaptured: number;
  notCapturedFrame: number;
  /** The last such stretch, as far as it is still open, and when it was noticed: a capture may put packets down in the wrong order. */
  unseenFrom: number;
  unseenTo: number;
  unseenNs: number;

  /** First segment since everything had been acknowledged: where what is outstanding now began. */
  flightFrame: number;
  flightNs: number;
  /** Segments that sent again what had been sent before. */
  retransmissions: number;
  /** The current run of repetitions without any progress of the acknowledgements. */
  repeats: number;
  repeatFrame: number;
  repeatLastFrame: number;
  repeatNs: number;
  repeatLastNs: number;
  repeatGapNs: number;
  repeatSeq: number;
  repeatLength: number;
  /** Gaps in it that were about as long as the one before, and about twice as long or more. */
  repeatSteadyGaps: number;
  repeatDoublingGaps: number;
  /** The repeated segment carries the FIN; nothing but the FIN. */
  repeatFin: number;
  repeatOnlyFin: number;
  /** Acknowledgements without progress that came during the run. */
  repeatAnswers: number;
  /** Acknowledgements without progress that report later bytes as received (SACK). */
  holeSacks: number;
  /** Longest stretch of such bytes. */
  holeSackBytes: number;
  /** Of the runs that came to an acknowledgement the longest: its repetitions, its end, how long it stalled. */
  healedRepeats: number;
  healedFrame: number;
  healedNs: number;
  /** Repetitions of what had been acknowledged already, since it last sent something new. */
  ackedRepeats: number;
  ackedRepeatLastFrame: number;
  /** D-SACKs that came back: it was told that it repeated for nothing. */
  duplicateSacks: number;

  finCount: number;
  finFrame: number;
  finNs: number;
  /** One past the FIN. */
  finEnd: number;
  /** The acknowledgement of the FIN. */
  finAckFrame: number;
  /** Its FIN acknowledged the other side's. */
  finAnswers: number;

  /** Segments with new data that it sent although it had acknowledged the other side's FIN; the first since that FIN in any case. */
  dataAfterFin: number;
  lateDataFrame: number;
  /** Those of all of them that were more than the last record with which TLS takes its leave. */
  lateReal: number;

  rstCount: number;
  rstFrame: number;
  /** {@link ResetWord} of the first, and of the last. */
  rstForm: number;
  rstLastForm: number;
  rstNs: number;
  /** One of its resets had the very sequence number that the other side expected. */
  rstExact: number;
  /** How much that had not been acknowledged before its acknowledgement number covers. */
  rstAcks: number;
  /** Distance of its sequence number from the next one this side would send, and from what the other side had acknowledged. */
  rstFromNext: number;
  rstFromAcked: number;
  rstTtl: number;
  rstIpId: number;
  rstWindow: number;
  rstTimestamps: number;
  rstPayload: number;
  /** The other side's last segment before it: frame, {@link SegmentWord}, how long before. */
  rstAfterFrame: number;
  rstAfterKind: number;
  rstAfterNs: number;
  /** Its sequence number is the acknowledgement number of that segment. */
  rstAnswers: number;
  /** It answers what was sent before this side's FIN could be known of. */
  rstCrossesFin: number;
  /** What had happened before: this side's FIN, the other's FIN; data of this side unacknowledged. */
  rstAfterOwnFin: number;
  rstAfterPeerFin: number;
  rstOutstanding: number;
  /** The kinds of all its resets, one bit each: 1 << {@link ResetWord}. */
  rstForms: number;
  /** Segments "it" sent after its own reset that a host that had sent one would not have sent. */
  afterRst: number;
  afterRstFrame: number;
  /** The other side acknowledged something new that was sent after the reset: the connection outlived it. */
  rstSurvived: number;
  /** A pure acknowledgement came back for its reset at once. */
  rstChallenged: number;
  rstChallengeFrame: number;
  /** Resets of a connection attempt that was answered by an acknowledgement of something else (half-open discovery). */
  discoveryRsts: number;
  discoveryFrame: number;

  ttl: number;
  ttlMin: number;
  ttlMax: number;
  mss: number;
  windowShift: number;
  /** Whether its SYN or SYN-ACK had the option: windows are scaled only when both did. */
  windowScaling: number;
  timestamps: number;
  /** Payload beyond what the other side's MSS allows: an unsegmented one, seen on the host that sent it. */
  oversized: number;
  /** Checksums looked at, wrong ones, the first wrong one. */
  checksums: number;
  badChecksums: number;
  badChecksumFrame: number;

  /** The window it announced last, in bytes. */
  window: number;
  /** Segments that lay far outside the other side's window: how many, the first. */
  stray: number;
  strayFrame: number;
  /** Its window went to 0: how often, first and last frame that said so, whether it is 0 now. */
  zeroWindows: number;
  zeroWindowFrame: number;
  zeroWindowLastFrame: number;
  zeroWindowNow: number;
  zeroWindowNs: number;
  /** When it opened again last. */
  zeroWindowEndNs: number;
  /** Window probes it sent; those since the last answer. */
  probes: number;
  probesAnswered: number;
  probesUnanswered: number;
  probeLastFrame: number;

  keepAlives: number;
  keepAlivesUnanswered: number;
  keepAliveFrame: number;
  keepAliveLastFrame: number;

  /** Acknowledgements it sent in answer to a SYN or a reset. */
  challengeAcks: number;
  challengeFrame: number;

  /** ICMP errors that quote its segments. */
  icmpCount: number;
  icmpFrame: number;
  icmpType: number;
  icmpCode: number;
  icmpNs: number;
  /** Next-hop MTU that the last one told. */
  icmpMtu: number;
}

/** How each fact is kept, and where: those that every segment touches lie together, so that they share cache lines. */
export const sideLayout: Layout<SideFacts> = {
  next: 'int',
  acked: 'int',
  ttl: 'int',
  window: 'int',
  windowShift: 'int',
  packets: 'int',
  mss: 'int',
  checksums: 'int',
  lastFrame: 'int',
  lastKind: 'int',
  lastSeq: 'int',
  lastAck: 'int',
  lastLength: 'int',
  dataSegments: 'int',
  dataFrame: 'int',
  dataLastFrame: 'int',
  maxPayload: 'int',
  maxAckedPayload: 'int',
  ackedFrame: 'int',
  flightFrame: 'int',
  ackedRepeats: 'int',
  repeats: 'int',
  holeSacks: 'int',
  lastNs: 'real',
  rttNs: 'real',
  dataLastNs: 'real',
  flightNs: 'real',
  bytes: 'real',
  firstFrame: 'int',
  isn: 'int',
  isnKnown: 'int',
  synCount: 'int',
  synFrame: 'int',
  synLastFrame: 'int',
  synNs: 'real',
  synLastNs: 'real',
  synSteadyGaps: 'int',
  synDoublingGaps: 'int',
  synPayload: 'int',
  synAckCount: 'int',
  synAckFrame: 'int',
  synAckLastFrame: 'int',
  synAckNs: 'real',
  synAckWindowZero: 'int',
  nextKnown: 'int',
  ackedKnown: 'int',
  notCaptured: 'int',
  notCapturedFrame: 'int',
  retransmissions: 'int',
  repeatFrame: 'int',
  repeatLastFrame: 'int',
  repeatNs: 'real',
  repeatLastNs: 'real',
  repeatGapNs: 'real',
  repeatSeq: 'int',
  repeatLength: 'int',
  repeatSteadyGaps: 'int',
  repeatDoublingGaps: 'int',
  repeatFin: 'int',
  repeatOnlyFin: 'int',
  repeatAnswers: 'int',
  healedRepeats: 'int',
  healedFrame: 'int',
  healedNs: 'real',
  ackedRepeatLastFrame: 'int',
  duplicateSacks: 'int',
  finCount: 'int',
  finFrame: 'int',
  finNs: 'real',
  finEnd: 'int',
  finAckFrame: 'int',
  finAnswers: 'int',
  dataAfterFin: 'int',
  lateDataFrame: 'int',
  rstCount: 'int',
  rstFrame: 'int',
  rstForm: 'int',
  rstLastForm: 'int',
  rstNs: 'real',
  rstFromNext: 'int',
  rstFromAcked: 'int',
  rstTtl: 'int',
  rstIpId: 'int',
  rstWindow: 'int',
  rstTimestamps: 'int',
  rstPayload: 'int',
  rstAfterFrame: 'int',
  rstAfterKind: 'int',
  rstAfterNs: 'real',
  rstAnswers: 'int',
  rstCrossesFin: 'int',
  rstAfterOwnFin: 'int',
  rstAfterPeerFin: 'int',
  rstOutstanding: 'int',
  rstForms: 'int',
  afterRst: 'int',
  afterRstFrame: 'int',
  rstSurvived: 'int',
  rstChallenged: 'int',
  rstChallengeFrame: 'int',
  discoveryRsts: 'int',
  discoveryFrame: 'int',
  ttlMin: 'int',
  ttlMax: 'int',
  timestamps: 'int',
  oversized: 'int',
  badChecksums: 'int',
  badChecksumFrame: 'int',
  stray: 'int',
  strayFrame: 'int',
  zeroWindows: 'int',
  zeroWindowFrame: 'int',
  zeroWindowLastFrame: 'int',
  zeroWindowNow: 'int',
  zeroWindowNs: 'real',
  zeroWindowEndNs: 'real',
  probes: 'int',
  probesAnswered: 'int',
  probesUnanswered: 'int',
  probeLastFrame: 'int',
  keepAlives: 'int',
  keepAlivesUnanswered: 'int',
  keepAliveFrame: 'int',
  keepAliveLastFrame: 'int',
  challengeAcks: 'int',
  challengeFrame: 'int',
  icmpCount: 'int',
  icmpFrame: 'int',
  icmpType: 'int',
  icmpCode: 'int',
  icmpNs: 'real',
  icmpMtu: 'int',
  unseenFrom: 'int',
  unseenTo: 'int',
  unseenNs: 'real',
  windowScaling: 'int',
  isLong: 'int',
  holeSackBytes: 'int',
  lateReal: 'int',
  rstExact: 'int',
  rstAcks: 'int',
};
