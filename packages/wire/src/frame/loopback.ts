/**
 * BSD loopback, LINKTYPE_NULL and LINKTYPE_LOOP: 4 bytes of address family, then the packet. NULL has them in the byte order
 * of the host that captured, LOOP in network byte order; families are below 256, so the bytes tell the order themselves.
 */
import { decodeNetwork } from './network.ts';
import { EtherType } from './numbers.ts';
import type { FrameView } from './view.ts';

const familyBytes = 4;

/** Address families. That of IPv6 depends on the system. */
const family = {
  ipv4: 2,
  ipv6Linux: 10,
  ipv6Windows: 23,
  ipv6NetBsd: 24,
  ipv6FreeBsd: 28,
  ipv6Darwin: 30,
} as const;

/** Decodes the header at `at` and what follows. */
export function decodeLoopback(view: FrameView, at: number): void {
  const next = at + familyBytes;
  if (next > view.captureEnd) {
    view.problem = 'truncated-link-header';
    return;
  }
  // one of the two ends of the word holds the family, the other is zero
  switch (view.data[at]! | view.data[at + familyBytes - 1]!) {
    case family.ipv4:
      return decodeNetwork(view, EtherType.ipv4, next);
    case family.ipv6Linux:
    case family.ipv6Windows:
    case family.ipv6NetBsd:
    case family.ipv6FreeBsd:
    case family.ipv6Darwin:
      return decodeNetwork(view, EtherType.ipv6, next);
    default:
  }
}
