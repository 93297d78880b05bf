/**
 * How one segment is repeated until its sender gives up:
 *
 *     sent   probe   timeout  timeout    timeout              give-up
 *     |--gap--|--gap--|--gap---|----gap-----| …  |----gap--------|
 *
 * The first repetition may be a tail loss probe (RFC 8985 section 7), which does not double the gap.
 */
import { gapsOf, since, type Look } from './look.ts';

/** All sendings of one segment. */
export interface Repetitions {
  /** When it was sent. */
  readonly timesNs: readonly number[];
  /** From each sending to the next, and from the last to the give-up. */
  readonly gapsNs: readonly number[];
}

/** The longest gap between retransmissions: TCP_RTO_MAX (include/net/tcp.h), which the setting tcp_rto_max_ms can lower. */
const RTO_MAX_NS = 120e9;
/**
 * How long the default of tcp_retries2, 15, repeats at least (Documentation/networking/ip-sysctl.rst): the first timeout
 * after that gives up.
 */
const DEFAULT_LENGTH_NS = 924.6e9;
/** A gap of the same length and one of twice the length are told apart here, with room for a busy machine. */
const SAME_LENGTH = 1.6;

/** The first data that the client sent after `sinceNs`, and its repetitions. */
export function repetitionsOf(run: Look, sinceNs: number): Repetitions {
  const sent = since(run.sent('client', 'DATA', 'FIN'), sinceNs);
  const timesNs = sent.filter(({ seq }) => seq === sent[0]?.seq).map(({ atNs }) => atNs);
  return { timesNs, gapsNs: gapsOf([...timesNs, run.enteredNs('client', 'CLOSED')]) };
}

/** How many times longer than the first gap the typical one is: their median. */
export function growthOf({ gapsNs }: Repetitions): number {
  const typicalNs = gapsNs.toSorted((a, b) => a - b)[Math.floor(gapsNs.length / 2)] ?? 0;
  return typicalNs / (gapsNs[0] ?? typicalNs);
}

interface Timeouts {
  /** Before the first timeout: a tail loss probe. */
  readonly probeNs: number;
  readonly firstNs: number;
  readonly count: number;
}

function timeoutsOf({ gapsNs }: Repetitions): Timeouts {
  const [first = 0, second = first] = gapsNs;
  return second < first * SAME_LENGTH
    ? { probeNs: first, firstNs: second, count: gapsNs.length - 1 }
    : { probeNs: 0, firstNs: first, count: gapsNs.length };
}

/** How long so many sendings last when each timeout is twice the one before, up to the kernel's own limit. */
export function fullLengthNs(repetitions: Repetitions): number {
  const { probeNs, firstNs, count } = timeoutsOf(repetitions);
  const timeoutsNs = Array.from({ length: count }, (_, index) => Math.min(firstNs * 2 ** index, RTO_MAX_NS));
  return timeoutsNs.reduce((sum, timeoutNs) => sum + timeoutNs, probeNs);
}

/** How long the kernel's default settings go on from this first timeout, for a run whose number of repetitions was lowered. */
export function defaultLengthNs(repetitions: Repetitions): number {
  const { probeNs, firstNs } = timeoutsOf(repetitions);
  if (firstNs <= 0) return 0;
  let passedNs = 0;
  for (let timeoutNs = firstNs; passedNs < DEFAULT_LENGTH_NS; timeoutNs = Math.min(timeoutNs * 2, RTO_MAX_NS))
    passedNs += timeoutNs;
  return passedNs + probeNs;
}
