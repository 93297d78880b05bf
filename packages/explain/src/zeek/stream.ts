/**
 * Holes in one direction's stream, as Zeek's reassembler finds them: bytes that the other end acknowledged and the capture
 * does not have.
 *
 *     offset 0        delivered     nearFrom     nearTo   farFrom     farTo
 *       [#################]   hole      [##########]  hole    [#########]
 *
 * Zeek keeps every segment beyond a hole; here two stretches are kept. When a third would be needed, the later holes are
 * taken for filled: a `G` may be missed where several holes are open at one time, none is invented.
 */
import type { ZeekEndpoint } from './endpoint.ts';
import { ZeekMark, ZeekState } from './endpoint.ts';
import { noteZeekCount } from './history.ts';

/** Zeek's `tcp_max_above_hole_without_any_acks`: bytes. */
const MOST_BEYOND_HOLE = 16_384;

/** `length` bytes at an offset of what `sender` sends were captured. */
export function receiveZeekData(sender: ZeekEndpoint, offset: number, length: number): void {
  if ((sender.marks & ZeekMark.GIVEN_UP) !== 0) return;
  const end = (offset + length) | 0;
  const acked = (sender.acked - sender.start - 1) | 0;
  if (((end - sender.delivered) | 0) <= 0 || ((end - acked) | 0) <= 0) return;
  // a FIN's acknowledgement lies beyond what is delivered: data sent after it leaves a hole of one
  const from = ((offset - acked) | 0) < 0 ? acked : offset;
  if (((from - sender.delivered) | 0) > 0) {
    keepAside(sender, from, end);
  } else {
    sender.delivered = end;
    if (sender.nearFrom === sender.nearTo) return;
    joinDelivered(sender);
  }
  if (sender.nearFrom !== sender.nearTo) giveUpWhenUnanswered(sender);
}

/** The receiver of a stream acknowledged it up to an offset: the history with a `G` of its owner for holes this shows. */
export function acknowledgeZeekData(
  owner: ZeekEndpoint,
  acknowledger: ZeekEndpoint,
  offset: number,
  history: string,
): string {
  const coversFin = (owner.marks & ZeekMark.FIN_SENT) !== 0 && ((offset - owner.finEnd) | 0) >= 0;
  const upTo = coversFin ? (owner.finEnd - 1) | 0 : offset;
  if (((upTo - owner.delivered) | 0) <= 0) return history;
  if ((owner.marks & ZeekMark.GIVEN_UP) !== 0) {
    owner.delivered = upTo;
    return history;
  }
  const counts = isClean(owner) && isClean(acknowledger);
  let noted = history;
  while (owner.nearFrom !== owner.nearTo && ((owner.nearFrom - upTo) | 0) < 0) {
    if (counts) noted = noteGap(owner, noted);
    owner.delivered = owner.nearTo;
    dropNear(owner);
  }
  if (((upTo - owner.delivered) | 0) > 0) {
    if (counts) noted = noteGap(owner, noted);
    owner.delivered = upTo;
  }
  joinDelivered(owner);
  return noted;
}

/** Outside an orderly connection, gaps are more likely wrong numbers than lost packets. */
function isClean(endpoint: ZeekEndpoint): boolean {
  return (
    endpoint.state === ZeekState.ESTABLISHED ||
    (endpoint.state === ZeekState.CLOSED && endpoint.previousState === ZeekState.ESTABLISHED)
  );
}

function noteGap(owner: ZeekEndpoint, history: string): string {
  owner.gaps += 1;
  return noteZeekCount(owner, 'G', owner.gaps, history);
}

function keepAside(sender: ZeekEndpoint, from: number, to: number): void {
  if (sender.nearFrom === sender.nearTo) {
    sender.nearFrom = from;
    sender.nearTo = to;
  } else if (((from - sender.nearTo) | 0) > 0) {
    extendFar(sender, from, to);
  } else if (((to - sender.nearFrom) | 0) < 0) {
    extendFar(sender, sender.nearFrom, sender.nearTo);
    sender.nearFrom = from;
    sender.nearTo = to;
  } else {
    if (((from - sender.nearFrom) | 0) < 0) sender.nearFrom = from;
    if (((to - sender.nearTo) | 0) > 0) sender.nearTo = to;
    if (sender.farFrom !== sender.farTo && ((sender.farFrom - sender.nearTo) | 0) <= 0) {
      if (((sender.farTo - sender.nearTo) | 0) > 0) sender.nearTo = sender.farTo;
      sender.farFrom = sender.farTo;
    }
  }
}

function extendFar(sender: ZeekEndpoint, from: number, to: number): void {
  const isEmpty = sender.farFrom === sender.farTo;
  if (isEmpty || ((from - sender.farFrom) | 0) < 0) sender.farFrom = from;
  if (isEmpty || ((to - sender.farTo) | 0) > 0) sender.farTo = to;
}

function joinDelivered(endpoint: ZeekEndpoint): void {
  while (endpoint.nearFrom !== endpoint.nearTo && ((endpoint.nearFrom - endpoint.delivered) | 0) <= 0) {
    if (((endpoint.nearTo - endpoint.delivered) | 0) > 0) endpoint.delivered = endpoint.nearTo;
    dropNear(endpoint);
  }
}

function dropNear(endpoint: ZeekEndpoint): void {
  endpoint.nearFrom = endpoint.farFrom;
  endpoint.nearTo = endpoint.farTo;
  endpoint.farFrom = endpoint.farTo;
}

function giveUpWhenUnanswered(sender: ZeekEndpoint): void {
  const top = sender.farFrom === sender.farTo ? sender.nearTo : sender.farTo;
  if (((top - sender.delivered) | 0) <= MOST_BEYOND_HOLE) return;
  if ((sender.acked - sender.start) >>> 0 > 1) return;
  sender.marks |= ZeekMark.GIVEN_UP;
  sender.nearFrom = sender.nearTo;
  sender.farFrom = sender.farTo;
}
