/**
 * Linux "cooked" captures, made on the `any` interface: LINKTYPE_LINUX_SLL (16 bytes) and LINKTYPE_LINUX_SLL2 (20 bytes),
 * both described on the link-layer pages of tcpdump.org. The header replaces the link layer's own and tells the direction.
 */
import { readU16, readU32 } from '../bytes.ts';
import { decodeNetwork } from './network.ts';
import type { FrameView } from './view.ts';

const cookedBytes = 16;
const cookedField = { packetType: 0, hardwareType: 2, protocol: 14 } as const;

const cooked2Bytes = 20;
const cooked2Field = { protocol: 0, interfaceIndex: 4, hardwareType: 8, packetType: 10 } as const;

/** Hardware type of netlink taps (ARPHRD_NETLINK), whose protocol field holds no EtherType. */
const netlink = 824;

/** Decodes the version 1 header at `at` and what follows. */
export function decodeLinuxCooked(view: FrameView, at: number): void {
  const next = at + cookedBytes;
  if (next > view.captureEnd) {
    view.problem = 'truncated-link-header';
    return;
  }
  view.packetType = readU16(view.data, at + cookedField.packetType);
  if (readU16(view.data, at + cookedField.hardwareType) === netlink) return;
  decodeNetwork(view, readU16(view.data, at + cookedField.protocol), next);
}

/** Decodes the version 2 header at `at` and what follows. */
export function decodeLinuxCooked2(view: FrameView, at: number): void {
  const next = at + cooked2Bytes;
  if (next > view.captureEnd) {
    view.problem = 'truncated-link-header';
    return;
  }
  view.packetType = view.data[at + cooked2Field.packetType]!;
  view.interfaceIndex = readU32(view.data, at + cooked2Field.interfaceIndex);
  if (readU16(view.data, at + cooked2Field.hardwareType) === netlink) return;
  decodeNetwork(view, readU16(view.data, at + cooked2Field.protocol), next);
}
