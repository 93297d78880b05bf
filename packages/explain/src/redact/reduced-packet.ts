/** A packet as stories keep it, with less in it. */
import { FrameView, LinkType } from '@halfopen/wire';
import { keptBytes } from '../packets/kept-bytes.ts';
import type { AddressMap } from './address-map.ts';
import { hideAddresses } from './hide-addresses.ts';

/** What is to go. */
export interface Reduction {
  /** Stand-ins for addresses; `null`: they stay. */
  readonly addresses: AddressMap | null;
  /** So much of a segment's payload stays. */
  readonly payloadBytes: number;
}

const view: FrameView = new FrameView();

/** A copy of a packet, IP header first, without what is to go. */
export function reducedPacket(packet: Uint8Array, { addresses, payloadBytes }: Reduction): Uint8Array {
  const copy = packet.slice();
  view.decode(copy, 0, copy.length, LinkType.rawIp);
  if (addresses !== null) hideAddresses(view, addresses);
  return keptBytes(view, { payload: payloadBytes, forOthers: true });
}
