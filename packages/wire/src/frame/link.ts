/** The link layer of a frame: which decoder serves which link type. */
import { decodeLinuxCooked, decodeLinuxCooked2 } from './cooked.ts';
import { decodeEthernet } from './ethernet.ts';
import { LinkType } from './link-types.ts';
import { decodeLoopback } from './loopback.ts';
import { decodeIp, decodeNetwork } from './network.ts';
import { decodeNflog } from './nflog.ts';
import { EtherType } from './numbers.ts';
import { decodeCiscoHdlc, decodePpp, decodePppHdlc } from './ppp.ts';
import type { FrameView } from './view.ts';

/** Decodes the frame at `at` from its link layer on. */
export function decodeLink(view: FrameView, linkType: number, at: number): void {
  switch (linkType) {
    case LinkType.ethernet:
      return decodeEthernet(view, at);
    case LinkType.linuxCooked:
      return decodeLinuxCooked(view, at);
    case LinkType.linuxCooked2:
      return decodeLinuxCooked2(view, at);
    case LinkType.rawIp:
    case LinkType.rawIpUnregistered:
    case LinkType.rawIpOpenBsd:
      return decodeIp(view, at);
    case LinkType.rawIpv4:
      return decodeNetwork(view, EtherType.ipv4, at);
    case LinkType.rawIpv6:
      return decodeNetwork(view, EtherType.ipv6, at);
    case LinkType.bsdLoopback:
    case LinkType.openBsdLoopback:
      return decodeLoopback(view, at);
    case LinkType.ppp:
      return decodePpp(view, at);
    case LinkType.pppHdlc:
      return decodePppHdlc(view, at);
    case LinkType.pppEther:
      return decodeNetwork(view, EtherType.pppoeSession, at);
    case LinkType.ciscoHdlc:
      return decodeCiscoHdlc(view, at);
    case LinkType.nflog:
      return decodeNflog(view, at);
    default:
      view.problem = 'unsupported-link-type';
  }
}
