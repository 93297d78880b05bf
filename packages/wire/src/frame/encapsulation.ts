/**
 * Headers that may stand between the link layer and IP, in any order: VLAN tags (IEEE 802.1Q clause 9.6), MAC-in-MAC (IEEE
 * 802.1ah), MPLS, PPPoE (RFC 2516), whole Ethernet headers, LLC with SNAP (RFC 1042). They are stepped over one by one, in a
 * loop with a bound: a frame made of tags alone must not cost more than others.
 */
import { readU16 } from '../bytes.ts';
import { mplsPayload } from './mpls.ts';
import { EtherType } from './numbers.ts';
import { pppPayload } from './ppp-header.ts';
import type { FrameView } from './view.ts';

const mostHeaders = 16;

const vlan = { control: 0, etherType: 2, bytes: 4, idMask: 0x0fff } as const;
const ethernet = { etherType: 12, bytes: 14 } as const;
/** The I-tag: flags and service, then both inner addresses. */
const backbone = { etherType: 16, bytes: 18 } as const;
const pppoeBytes = 6;
const snap = { control: 2, etherType: 6, bytes: 8, dsapSsap: 0xaaaa, unnumbered: 0x03 } as const;

/** IEEE 802.3 clause 3.2.6: values up to this are a length, not a type. */
const longestFrame = 1500;

/**
 * Steps over the headers from `at` on, of which the view's EtherType names the first, until IP or ARP comes. Returns where
 * that begins, and leaves its EtherType in the view; -1: neither comes, or a header is cut off.
 */
export function unwrap(view: FrameView, at: number): number {
  let next = at;
  for (let count = 0; count < mostHeaders; count += 1) {
    next = unwrapOne(view, next);
    if (next < 0) return -1;
    const { etherType } = view;
    if (etherType === EtherType.ipv4 || etherType === EtherType.ipv6 || etherType === EtherType.arp)
      return next;
  }
  view.problem = 'too-many-link-headers';
  return -1;
}

function unwrapOne(view: FrameView, at: number): number {
  switch (view.etherType) {
    case EtherType.vlan:
    case EtherType.providerVlan:
    case EtherType.oldProviderVlan:
      return vlanTag(view, at);
    case EtherType.mpls:
    case EtherType.mplsUpstream:
      return mplsPayload(view, at);
    case EtherType.pppoeSession:
      return fits(view, at + pppoeBytes) ? pppPayload(view, at + pppoeBytes) : -1;
    case EtherType.ppp:
      return pppPayload(view, at);
    case EtherType.transparentEthernet:
      return typed(view, at + ethernet.etherType, at + ethernet.bytes);
    case EtherType.providerBackbone:
      return typed(view, at + backbone.etherType, at + backbone.bytes);
    default:
      return view.etherType <= longestFrame && isSnap(view, at)
        ? typed(view, at + snap.etherType, at + snap.bytes)
        : -1;
  }
}

function vlanTag(view: FrameView, at: number): number {
  const next = typed(view, at + vlan.etherType, at + vlan.bytes);
  if (next < 0) return -1;
  if (view.vlanTags === 0) view.vlanId = readU16(view.data, at + vlan.control) & vlan.idMask;
  view.vlanTags += 1;
  return next;
}

/** A header that ends at `next` and holds the EtherType of what follows at `at`. */
function typed(view: FrameView, at: number, next: number): number {
  if (!fits(view, next)) return -1;
  view.etherType = readU16(view.data, at);
  return next;
}

function fits(view: FrameView, next: number): boolean {
  if (next <= view.captureEnd) return true;
  view.problem = 'truncated-link-header';
  return false;
}

/** LLC that announces SNAP, which is told apart from other frames by its content alone. */
function isSnap(view: FrameView, at: number): boolean {
  return (
    at + snap.bytes <= view.captureEnd &&
    readU16(view.data, at) === snap.dsapSsap &&
    view.data[at + snap.control] === snap.unnumbered
  );
}
