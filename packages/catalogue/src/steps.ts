/** Short constructors for expectation steps, so that a case file reads like the trace it describes. */
import type {
  AnyOrder,
  CallResult,
  CallStep,
  CounterExpectation,
  ResetExpectation,
  SegmentStep,
  Times,
} from './expectation.ts';
import type { CallName, IcmpKind, ResetReason, SegmentKind, Side } from './vocabulary.ts';

/** At least `min` times. */
export function atLeast(min: number): Times {
  return { min, max: null };
}

/** Between `min` and `max` times. */
export function between(min: number, max: number): Times {
  return { min, max };
}

/** Perhaps once. */
export const maybe: Times = { min: 0, max: 1 };

/** Any number of times, also none. */
export const anyNumber: Times = { min: 0, max: null };

/** A call with the result, or any of the results, it gives. */
export function call(
  name: CallName,
  results: CallResult | readonly [CallResult, ...CallResult[]],
  more: Pick<CallStep, 'what' | 'times' | 'lastsMs' | 'note'> = {},
): CallStep {
  return { call: name, results: typeof results === 'string' ? [results] : results, ...more };
}

type Kinds = SegmentKind | readonly [SegmentKind, ...SegmentKind[]];
type SegmentMore = Pick<SegmentStep, 'retransmitted' | 'times'>;

function segment(by: Side, kinds: Kinds, more: SegmentMore): SegmentStep {
  return { by, kinds: typeof kinds === 'string' ? [kinds] : kinds, ...more };
}

/** A segment the client sent. */
export function client(kinds: Kinds, more: SegmentMore = {}): SegmentStep {
  return segment('client', kinds, more);
}

/** A segment the server sent. */
export function server(kinds: Kinds, more: SegmentMore = {}): SegmentStep {
  return segment('server', kinds, more);
}

/** An ICMP error a router between them sent about the connection. */
export function icmp(kind: IcmpKind, more: Pick<SegmentStep, 'times'> = {}): SegmentStep {
  return { by: 'middle', kinds: [kind], ...more };
}

/** Segments that may be seen in any order. */
export function anyOrder(...steps: readonly SegmentStep[]): AnyOrder {
  return { anyOrder: steps };
}

/** The three segments that open a connection. */
export const handshake: readonly SegmentStep[] = [client('SYN'), server('SYN-ACK'), client('HANDSHAKE-ACK')];

/**
 * So many messages of the client, each answered. A machine too busy to carry them in time makes TCP repeat some; in a
 * case that is about the very timers that do so, they can't be relaxed, and repetitions are allowed here.
 */
export function echoes(count: number): AnyOrder {
  const once = { retransmitted: false, times: between(count, count) };
  const again = { retransmitted: true, times: anyNumber };
  return anyOrder(client('DATA', once), server('DATA', once), client('DATA', again), server('DATA', again));
}

/** The kernel of `by` sent a reset for one of these reasons. */
export function reset(by: Side, ...reasons: readonly [ResetReason, ...ResetReason[]]): ResetExpectation {
  return { by, reasons };
}

/** As {@link reset}, so many times. */
export function resets(
  times: Times,
  by: Side,
  ...reasons: readonly [ResetReason, ...ResetReason[]]
): ResetExpectation {
  return { by, reasons, times };
}

/** A counter at `at` moved: by any amount, by exactly so much, or not at all. */
export function counter(
  at: Side,
  name: CounterExpectation['name'],
  change: CounterExpectation['change'] = 'some',
): CounterExpectation {
  return { at, name, change };
}
