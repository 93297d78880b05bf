/** What any segment answers, whatever it is: probes of the other side; and what its window says. */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';

/** A segment came from `sender`: probes of `receiver` are answered by it. */
export function probesAnswered(receiver: SideFacts): void {
  // what comes after it has given up is no answer any more
  if (receiver.rstCount > 0) return;
  if (receiver.probesUnanswered > 0) {
    receiver.probesAnswered += 1;
    receiver.probesUnanswered = 0;
  }
  if (receiver.keepAlivesUnanswered > 0) {
    receiver.keepAlivesUnanswered = 0;
  }
}

/** The window that a segment without SYN and RST announces. */
export function windowAnnounced(sender: SideFacts, frame: FrameView, at: number, ns: number): void {
  sender.window = frame.window << sender.windowShift;
  if (frame.window !== 0) {
    if (sender.zeroWindowNow === 1) {
      sender.zeroWindowNow = 0;
      sender.zeroWindowEndNs = ns;
    }
    return;
  }
  if ((frame.flags & TcpFlag.ACK) === 0) return;
  if (sender.zeroWindowNow === 0) {
    sender.zeroWindows += 1;
    sender.zeroWindowNow = 1;
    sender.zeroWindowNs = ns;
    if (sender.zeroWindowFrame === 0) sender.zeroWindowFrame = at;
  }
  sender.zeroWindowLastFrame = at;
}
