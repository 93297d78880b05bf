/** From the link layer to the network layer: IPv4, IPv6 or ARP, behind whatever headers stand before them. */
import { decodeArp } from './arp.ts';
import { unwrap } from './encapsulation.ts';
import { decodeIpv4 } from './ipv4.ts';
import { decodeIpv6 } from './ipv6.ts';
import { EtherType } from './numbers.ts';
import { decodeTransport } from './transport.ts';
import type { FrameView } from './view.ts';

/** Decodes what an EtherType announces at `at`. */
export function decodeNetwork(view: FrameView, etherType: number, at: number): void {
  view.etherType = etherType;
  switch (etherType) {
    case EtherType.ipv4:
      if (decodeIpv4(view, at)) decodeTransport(view);
      return;
    case EtherType.ipv6:
      if (decodeIpv6(view, at)) decodeTransport(view);
      return;
    case EtherType.arp:
      return decodeArp(view, at);
    default: {
      const next = unwrap(view, at);
      if (next >= 0) decodeNetwork(view, view.etherType, next);
    }
  }
}

/** Decodes IP of either version at `at`, told apart by its first four bits. */
export function decodeIp(view: FrameView, at: number): void {
  if (at >= view.captureEnd) {
    view.problem = 'truncated-ip-header';
    return;
  }
  const version = view.data[at]! >>> 4;
  if (version === 4) decodeNetwork(view, EtherType.ipv4, at);
  else if (version === 6) decodeNetwork(view, EtherType.ipv6, at);
  else view.problem = 'bad-ip-version';
}
