/**
 * Ethernet II (IEEE 802.3 clause 3): destination, source, EtherType. Frames with a length in its place
 * (802.3 with LLC) are looked into where SNAP follows.
 */
import { readU16 } from '../bytes.ts';
import { decodeNetwork } from './network.ts';
import type { FrameView } from './view.ts';

/** Byte offsets of the fields. */
export const ethernetField = {
  destination: 0,
  source: 6,
  etherType: 12,
} as const;

/** Length of the header in bytes. */
export const ethernetBytes: number = 14;

/** Decodes the frame at `at`. */
export function decodeEthernet(view: FrameView, at: number): void {
  const next = at + ethernetBytes;
  if (next > view.captureEnd) {
    view.problem = 'truncated-link-header';
    return;
  }
  decodeNetwork(view, readU16(view.data, at + ethernetField.etherType), next);
}
