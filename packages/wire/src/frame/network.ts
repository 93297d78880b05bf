/** From the link layer to the network layer: VLAN tags (IEEE 802.1Q clause 9.6), then IPv4, IPv6 or ARP. */
import { readU16 } from '../bytes.ts';
import { decodeArp } from './arp.ts';
import { decodeIpv4 } from './ipv4.ts';
import { decodeIpv6 } from './ipv6.ts';
import { EtherType } from './numbers.ts';
import { decodeTransport } from './transport.ts';
import type { FrameView } from './view.ts';

const vlanTagBytes = 4;
const vlanField = { control: 0, etherType: 2 } as const;
const vlanIdMask = 0x0fff;

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
    case EtherType.vlan:
    case EtherType.providerVlan:
    case EtherType.oldProviderVlan:
      return decodeVlan(view, at);
    default:
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

function decodeVlan(view: FrameView, at: number): void {
  let next = at;
  let etherType = view.etherType;
  while (isVlan(etherType)) {
    if (next + vlanTagBytes > view.captureEnd) {
      view.problem = 'truncated-link-header';
      return;
    }
    if (view.vlanTags === 0) view.vlanId = readU16(view.data, next + vlanField.control) & vlanIdMask;
    view.vlanTags += 1;
    etherType = readU16(view.data, next + vlanField.etherType);
    next += vlanTagBytes;
  }
  decodeNetwork(view, etherType, next);
}

function isVlan(etherType: number): boolean {
  return (
    etherType === EtherType.vlan ||
    etherType === EtherType.providerVlan ||
    etherType === EtherType.oldProviderVlan
  );
}
