/** Moves bytes from one end to the other as Linux does: slow start, acknowledgements for every second segment. */
import { seqAdd, TcpFlag } from '@halfopen/wire';
import type { Conversation } from './conversation.ts';
import { delayedAck } from './conversation.ts';
import type { Peer } from './peer.ts';

const initialWindow = 10;
const largestWindow = 90;
/** How long the sender's kernel takes to answer an acknowledgement with new segments, in microseconds. */
const turnaround = 4;

/** A segment that has not been acknowledged yet. */
interface Flying {
  readonly time: number;
  readonly length: number;
  readonly stamp: number;
}

/**
 * `bytes` from `from` to the other end, beginning at `now`, which then stands at the last segment. Everything is acknowledged
 * but an odd last segment, for which the receiver owes a delayed acknowledgement. Unless it `reads`, its buffer fills.
 */
export function transfer(conversation: Conversation, from: Peer, bytes: number, reads: boolean = true): void {
  const { mss, serverHost } = conversation;
  const to = conversation.other(from);
  const outbound = from === conversation.client;
  const gap = outbound ? turnaround : serverHost.gap;
  const flying: Flying[] = [];
  let oldest = 0;
  let left = bytes;
  let window = initialWindow;
  let at = conversation.now;

  const send = (earliest: number): void => {
    at = Math.max(at, earliest);
    while (left > 0 && flying.length - oldest < window && (flying.length - oldest) * mss < to.space) {
      const length = Math.min(mss, left);
      left -= length;
      const flags = left === 0 ? TcpFlag.PSH | TcpFlag.ACK : TcpFlag.ACK;
      const time = conversation.put(from, at, flags, length, from.next, { lost: true });
      from.next = seqAdd(from.next, length);
      flying.push({ time, length, stamp: from.stampAt(time) });
      at = time + gap;
    }
  };

  send(at);
  while (flying.length - oldest >= 2) {
    const first = flying[oldest]!;
    const second = flying[oldest + 1]!;
    oldest += 2;
    to.received = seqAdd(to.received, first.length + second.length);
    to.space = reads
      ? Math.max(to.space, Math.min(to.largestSpace, to.space + 2 * mss))
      : to.space - first.length - second.length;
    to.echo = first.stamp;
    const acknowledged = conversation.ack(to, second.time + conversation.answerAfter(from));
    window = Math.min(largestWindow, window + 2);
    if (left > 0) send(acknowledged + (outbound ? turnaround : conversation.trip()));
  }
  const odd = flying[oldest];
  if (odd !== undefined) {
    to.received = seqAdd(to.received, odd.length);
    if (!reads) to.space -= odd.length;
    to.echo = odd.stamp;
    to.ackDue = odd.time + conversation.answerAfter(from) + delayedAck;
  }
  conversation.now = from.last;
}
