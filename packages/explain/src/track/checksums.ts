/** A look at checksums: on a few small segments of each side, enough to tell a wrong one among right ones. */
import { type FrameView, tcpChecksum } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';

const MOST_CHECKSUMS = 4;
const CHECKED_BYTES = 64;
/** What is repeated may be repeated because it is wrong, so it is looked at longer. */
export const MOST_OF_REPEATS = 64;

/** Whether a segment's checksum is worth its time. */
export function checksumWanted(sender: SideFacts, frame: FrameView): boolean {
  return sender.checksums < MOST_CHECKSUMS && frame.payloadLength <= CHECKED_BYTES;
}

/** Looks at a segment's checksum. */
export function checkSum(sender: SideFacts, frame: FrameView, at: number): void {
  const sum = tcpChecksum(frame);
  if (sum === 'unknown') return;
  sender.checksums += 1;
  if (sum !== 'bad') return;
  sender.badChecksums += 1;
  if (sender.badChecksumFrame === 0) sender.badChecksumFrame = at;
}
