/** A reset in words: its form, what it answers, what speaks against its sender. */
import type { SideFacts } from '../facts/side-facts.ts';
import { ResetWord, SegmentWord } from '../facts/words.ts';

const answered: Readonly<Record<number, string>> = {
  [SegmentWord.syn]: 'the SYN',
  [SegmentWord.synAck]: 'the SYN-ACK',
  [SegmentWord.ack]: 'an ACK',
  [SegmentWord.handshakeAck]: "the handshake's last ACK",
  [SegmentWord.data]: 'data',
  [SegmentWord.fin]: 'the FIN',
  [SegmentWord.keepAlive]: 'a keepalive probe',
  [SegmentWord.probe]: 'a window probe',
};

/** What the other side's last segment before the reset was. */
export function answeredText(sender: SideFacts): string {
  return answered[sender.rstAfterKind] ?? 'a segment';
}

/** The form of a side's reset and what it says about its sender. */
export function resetFormText(sender: SideFacts): string {
  switch (sender.rstForm) {
    case ResetWord.syn:
      return 'RST, ACK with sequence number 0: the answer to a SYN';
    case ResetWord.active:
      return `RST, ACK with window ${sender.rstWindow}${sender.rstTimestamps === 1 ? ' and timestamps' : ''}: a live socket was aborted`;
    case ResetWord.odd:
      return `RST, ACK with window ${sender.rstWindow} and without ${sender.timestamps === 1 ? 'the timestamps agreed on' : 'options'}: not as Linux aborts a live socket`;
    default:
      return sender.rstAnswers === 1
        ? `bare RST, its sequence number the acknowledgement number of frame ${sender.rstAfterFrame}: whoever sent it has no socket for that`
        : 'bare RST: whoever sent it has no socket for what it answers';
  }
}
