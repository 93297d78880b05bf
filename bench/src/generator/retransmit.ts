/** What a kernel does when no answer comes: repeats, ever more slowly. */
import type { Seq } from '@halfopen/wire';
import { TcpFlag } from '@halfopen/wire';
import type { Conversation } from './conversation.ts';
import type { Peer } from './peer.ts';

/** Most a retransmission timer waits, in microseconds (tcp_rto_max_ms). */
const longestWait = 120_000_000;

/** Something to be repeated. */
export interface Repeated {
  readonly peer: Peer;
  readonly sequence: Seq;
  readonly length: number;
  readonly flags: number;
  /** How often, a tail loss probe not counted. */
  readonly times: number;
}

/** Waits that double, `count` of them, the first one `first` long. */
export function doubling(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.min(longestWait, first * 2 ** index));
}

/**
 * Repeats a segment that was sent at `now`: a tail loss probe (RFC 8985 section 7) unless `probe` is false, then the timer
 * (RFC 6298). `now` then stands at the last one. `each` is called with the time of each.
 */
export function retransmit(
  conversation: Conversation,
  repeated: Repeated,
  probe: boolean = true,
  each: (time: number) => void = () => {},
): void {
  const { random } = conversation;
  const timeout = conversation.timeout();
  // with a single segment in flight the probe allows for a delayed acknowledgement
  const waits = [
    ...(probe ? [Math.min(timeout, 2 * conversation.rtt + 204_000)] : []),
    ...doubling(timeout, repeated.times),
  ];
  for (const wait of waits) {
    const at = conversation.now + wait + random.between(0, 4000);
    conversation.now = conversation.put(
      repeated.peer,
      at,
      repeated.flags,
      repeated.length,
      repeated.sequence,
      { lost: true },
    );
    each(conversation.now);
  }
}

/** A client's data that nobody gets: `length` bytes at `now`, not counted as received. Returns what is to be repeated. */
export function sendIntoVoid(conversation: Conversation, length: number, times: number): Repeated {
  const { client } = conversation;
  const flags = TcpFlag.PSH | TcpFlag.ACK;
  const sequence = client.next;
  conversation.now = conversation.put(client, conversation.now, flags, length, sequence, { lost: true });
  return { peer: client, sequence, length, flags, times };
}
