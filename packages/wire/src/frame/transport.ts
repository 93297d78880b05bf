/** From the IP layer to what it carries: TCP and the ICMP of the same IP version. */
import { decodeIcmp } from './icmp.ts';
import { Protocol } from './numbers.ts';
import { decodeTcp } from './tcp.ts';
import type { FrameView } from './view.ts';

/** Decodes what follows the decoded IP header of the frame. */
export function decodeTransport(view: FrameView): void {
  const at = view.ipOffset + view.ipHeaderLength;
  const length = view.ipTotalLength - view.ipHeaderLength;
  if (view.protocol === Protocol.tcp) decodeTcp(view, at, length);
  else if (view.protocol === (view.ipVersion === 4 ? Protocol.icmp : Protocol.icmpv6)) {
    decodeIcmp(view, at, length);
  }
}
