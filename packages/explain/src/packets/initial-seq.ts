/** What relative sequence numbers count from. */
import { TcpFlag } from '@halfopen/wire';
import { ResetWord } from '../facts/words.ts';
import type { LoggedPacket } from './packet-log.ts';

/**
 * A side's initial sequence number: that of its SYN, or what the other side acknowledges of it, or as if its SYN had come just before
 * the first byte that was captured. `sent` and `heard`: the segments of the side and of the other one, in order.
 */
export function initialSeq(sent: readonly LoggedPacket[], heard: readonly LoggedPacket[]): number {
  const syn = sent.find(({ flags }) => (flags & TcpFlag.SYN) !== 0);
  if (syn !== undefined) return syn.seq;
  const acknowledging = heard.filter(({ flags }) => (flags & TcpFlag.ACK) !== 0);
  const answer = acknowledging.find(({ flags }) => (flags & TcpFlag.SYN) !== 0);
  if (answer !== undefined) return answer.ack - 1;
  const first = sent.find(({ reset }) => reset !== ResetWord.syn);
  return (first?.seq ?? acknowledging[0]?.ack ?? 1) - 1;
}
