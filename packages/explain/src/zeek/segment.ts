/**
 * Zeek's view of a TCP connection, segment by segment: `history`, and the states that `conn_state` comes from.
 *
 *     openZeek ─▶ zeekSegment, zeekSegment, ... ─▶ zeekConnState
 *
 * It follows Zeek's TCP analyzer (`TCPSessionAdapter`, `TCP_Endpoint`, `TCP_Reassembler`) with checksums not validated (`-C`)
 * and the default scripts. What it does otherwise:
 *
 * - Time. Zeek ends connections by timers: an unanswered SYN after 5 s, a closed connection 5 s later, an idle one after
 *   5 minutes. Segments that come later are a new connection there. The caller decides where a connection ends.
 * - Two stretches beyond a hole, not any number (see `stream.ts`), so a `G` may be missed. Zeek also gives up on 10 MiB that
 *   were never acknowledged.
 * - Streams beyond 2 GiB, where Zeek takes sequence numbers for ones before the start; SYNs with a new number amid a stream
 *   that has wrapped.
 * - A history stops growing at 4096 letters.
 * - `X` and flips by application protocols never occur, `C` would need checksums.
 */
import { TcpFlag } from '@halfopen/wire';
import type { ZeekEndpoint } from './endpoint.ts';
import { ZeekMark } from './endpoint.ts';
import { noteZeekFlags, noteZeekWindow } from './history.ts';
import { advanceZeekStream, anchorZeekStream, precedesZeekStream, takeZeekAck } from './sequence-numbers.ts';
import { moveZeekStates } from './state-machine.ts';
import { acknowledgeZeekData, receiveZeekData } from './stream.ts';

/**
 * Takes the next segment of a connection, in the order of the file. `payloadLength` is what the packet says, `payloadCaptured`
 * how much of it the capture has: Zeek reassembles whole payloads only, so a capture cut short is full of holes to it.
 * `window` stands as in the header. `ack` counts when the flag is set. Returns the history with what the segment adds.
 */
export function zeekSegment(
  sender: ZeekEndpoint,
  receiver: ZeekEndpoint,
  flags: number,
  seq: number,
  ack: number,
  payloadLength: number,
  payloadCaptured: number,
  window: number,
  history: string,
): string {
  // a flip may change the role while the segment is dealt with
  const originated = sender.originator === 1;
  const first = seq | 0;
  const end = (first + sequenceSpace(flags, payloadLength)) | 0;

  anchorZeekStream(sender, flags, first, end);
  const relative = (first - sender.start) | 0;
  const isBeforeStart = precedesZeekStream(sender, relative);

  let noted = noteZeekFlags(sender, receiver, flags, relative, payloadLength, history);
  noted = noteZeekWindow(sender, receiver, flags, window, noted);
  if ((flags & TcpFlag.FIN) !== 0) {
    sender.marks |= ZeekMark.FIN_SENT;
    sender.finEnd = (end - sender.start - 1) | 0;
  }
  const hasAck = (flags & TcpFlag.ACK) !== 0;
  const ackOffset = hasAck ? takeZeekAck(receiver, flags, ack | 0) : -1;
  noted = advanceZeekStream(sender, flags, end, payloadLength, noted);
  noted = moveZeekStates(sender, receiver, originated, flags, payloadLength, noted);
  // after the states, for what a closing segment reveals does not count
  if (hasAck) noted = acknowledgeZeekData(receiver, sender, ackOffset, noted);

  const isWhole = payloadLength > 0 && payloadCaptured >= payloadLength;
  if (isWhole && !isBeforeStart && (flags & TcpFlag.RST) === 0) {
    receiveZeekData(sender, (flags & TcpFlag.SYN) === 0 ? (relative - 1) | 0 : relative, payloadLength);
  }
  return noted;
}

/** Sequence numbers a segment takes; the payload of a reset is not part of the stream. */
function sequenceSpace(flags: number, payloadLength: number): number {
  const payload = (flags & TcpFlag.RST) === 0 ? payloadLength : 0;
  return payload + ((flags & TcpFlag.SYN) === 0 ? 0 : 1) + ((flags & TcpFlag.FIN) === 0 ? 0 : 1);
}
