/**
 * MPLS label stacks, RFC 3032 section 2.1: words of 20 bits of label, 3 of class, the bottom-of-stack bit, 8 of TTL. Nothing
 * says what follows the last; RFC 4928 section 3 has the first four bits tell IP of either version from the rest, which is
 * Ethernet with or without a control word (RFC 4448 section 4.6).
 */
import { readU16 } from '../bytes.ts';
import { EtherType } from './numbers.ts';
import type { FrameView } from './view.ts';

const labelBytes = 4;
const bottomByte = 2;
const bottomBit = 0x01;

/** Stacks in use have fewer than ten labels. */
const mostLabels = 16;

const controlWordBytes = 4;
const etherTypeOffset = 12;
const ethernetBytes = 14;

/** Steps over the stack at `at` and sets the EtherType of what follows; -1 when that is not known. */
export function mplsPayload(view: FrameView, at: number): number {
  let next = at;
  for (let count = 0; count < mostLabels; count += 1) {
    if (next + labelBytes > view.captureEnd) {
      view.problem = 'truncated-link-header';
      return -1;
    }
    const bottom = (view.data[next + bottomByte]! & bottomBit) !== 0;
    next += labelBytes;
    if (bottom) return behindLabels(view, next);
  }
  view.problem = 'too-many-link-headers';
  return -1;
}

function behindLabels(view: FrameView, at: number): number {
  if (at >= view.captureEnd) {
    view.problem = 'truncated-link-header';
    return -1;
  }
  const version = view.data[at]! >>> 4;
  if (version === 4 || version === 6) {
    view.etherType = version === 4 ? EtherType.ipv4 : EtherType.ipv6;
    return at;
  }
  // a control word first would have the type of a tagged frame's content taken for the type of an untagged one
  const ethernet = isEthernet(view, at) ? at : at + controlWordBytes;
  if (ethernet !== at && (version !== 0 || !isEthernet(view, ethernet))) return -1;
  view.etherType = EtherType.transparentEthernet;
  return ethernet;
}

/** Whether an Ethernet header at `at` would announce something that is looked into. */
function isEthernet(view: FrameView, at: number): boolean {
  if (at + ethernetBytes > view.captureEnd) return false;
  switch (readU16(view.data, at + etherTypeOffset)) {
    case EtherType.ipv4:
    case EtherType.ipv6:
    case EtherType.arp:
    case EtherType.vlan:
    case EtherType.providerVlan:
    case EtherType.mpls:
    case EtherType.pppoeSession:
      return true;
    default:
      return false;
  }
}
