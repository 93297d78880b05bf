/** What Zeek makes of the sequence and acknowledgement numbers of a segment. All numbers are signed 32 bits. */
import { TcpFlag } from '@halfopen/wire';
import type { ZeekEndpoint } from './endpoint.ts';
import { ZeekMark, ZeekState } from './endpoint.ts';
import { noteZeekCount } from './history.ts';

/** A step of a SYN, a reset or an acknowledgement of 0 beyond which it is not believed. */
const TOO_FAR = 1_048_576;

/** From here on a distance can no longer be told from a step back. */
const LONG_STREAM = 0x4000_0000;

/** Sets where the sender's stream starts, if this segment says so; `end` is one past its last sequence number. */
export function anchorZeekStream(sender: ZeekEndpoint, flags: number, seq: number, end: number): void {
  const isSyn = (flags & TcpFlag.SYN) !== 0;
  if (sender.state === ZeekState.INACTIVE) {
    if (isSyn) startAt(sender, seq, end);
    else startAt(sender, (seq - 1) | 0, seq);
    return;
  }
  if (!isSyn) return;
  switch (sender.state) {
    case ZeekState.SYN_SENT:
    case ZeekState.SYN_ACK_SENT:
      if (seq !== sender.start) startAt(sender, seq, end);
      return;
    case ZeekState.PARTIAL:
    case ZeekState.ESTABLISHED:
      startAt(sender, seq, end);
      return;
    case ZeekState.RESET:
      // the reset before may have been forged, so its number counts for less
      if (sender.previousState === ZeekState.INACTIVE) startAt(sender, seq, end);
      return;
    default:
  }
}

/** Takes note of an acknowledgement of the receiver's stream. Returns it as an offset there, -1: it is not believed. */
export function takeZeekAck(receiver: ZeekEndpoint, flags: number, ack: number): number {
  if (receiver.state === ZeekState.INACTIVE) {
    const start = (ack - 1) | 0;
    startAt(receiver, start, start);
    return 0;
  }
  const relative = (ack - receiver.start) | 0;
  if (precedesZeekStream(receiver, relative)) return -1;
  if ((flags & TcpFlag.RST) === 0) {
    const step = (ack - receiver.acked) | 0;
    if (step > 0 && (ack !== 0 || step <= TOO_FAR)) receiver.acked = ack;
  }
  return (relative - 1) | 0;
}

/** Moves the end of the sender's stream; the history with a `T` when payload ends at or before it. */
export function advanceZeekStream(
  sender: ZeekEndpoint,
  flags: number,
  end: number,
  payloadLength: number,
  history: string,
): string {
  const step = (end - sender.last) | 0;
  if ((flags & (TcpFlag.SYN | TcpFlag.RST)) !== 0 && (step > TOO_FAR || step < -TOO_FAR)) return history;
  const isOnlyFin = (flags & TcpFlag.FIN) !== 0 && sender.last === ((sender.start + 1) | 0);
  if (!isOnlyFin) {
    if (sender.state === ZeekState.RESET) return history;
    if (step <= 0) {
      if (payloadLength === 0) return history;
      sender.retransmissions += 1;
      return noteZeekCount(sender, 'T', sender.retransmissions, history);
    }
  }
  sender.last = end;
  if ((end - sender.start) >>> 0 > LONG_STREAM) sender.marks |= ZeekMark.LONG;
  return history;
}

/** A number, counted from the stream's start, lies before it. */
export function precedesZeekStream(endpoint: ZeekEndpoint, relative: number): boolean {
  return relative < 0 && (endpoint.marks & ZeekMark.LONG) === 0;
}

function startAt(endpoint: ZeekEndpoint, start: number, last: number): void {
  endpoint.start = start;
  endpoint.acked = start;
  endpoint.last = last;
}
