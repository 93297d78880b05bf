/** The PPP header, RFC 1661 section 2, in HDLC-like framing (RFC 1662 section 3.1) or bare. */
import { EtherType } from './numbers.ts';
import type { FrameView } from './view.ts';

/** First bytes of HDLC-like framing: address, and control where it is always the same. */
export const hdlc = {
  allStations: 0xff,
  unnumbered: 0x03,
  ciscoUnicast: 0x0f,
  ciscoMulticast: 0x8f,
} as const;

const pppProtocol = { ipv4: 0x0021, ipv6: 0x0057, mpls: 0x0281, mplsMulticast: 0x0283 } as const;

/** Steps over the header at `at` and sets the EtherType of what follows; -1 when nothing that is looked into does. */
export function pppPayload(view: FrameView, at: number): number {
  const { data, captureEnd } = view;
  let next = at;
  // RFC 1661 section 6.6: the peers may agree to leave these two out
  if (next + 2 <= captureEnd && data[next] === hdlc.allStations && data[next + 1] === hdlc.unnumbered) {
    next += 2;
  }
  if (next + 2 > captureEnd) {
    view.problem = 'truncated-link-header';
    return -1;
  }
  let protocol = data[next]!;
  next += 1;
  // RFC 1661 section 6.5: an odd first byte is a protocol number compressed to one byte
  if ((protocol & 1) === 0) {
    protocol = (protocol << 8) | data[next]!;
    next += 1;
  }
  view.etherType = etherTypeOf(protocol);
  return view.etherType === 0 ? -1 : next;
}

function etherTypeOf(protocol: number): number {
  switch (protocol) {
    case pppProtocol.ipv4:
      return EtherType.ipv4;
    case pppProtocol.ipv6:
      return EtherType.ipv6;
    case pppProtocol.mpls:
      return EtherType.mpls;
    case pppProtocol.mplsMulticast:
      return EtherType.mplsUpstream;
    default:
      return 0;
  }
}
