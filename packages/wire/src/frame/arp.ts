/** ARP, RFC 826: hardware and protocol type, the lengths of their addresses, the operation, then four addresses. */
import { readU16 } from '../bytes.ts';
import { EtherType } from './numbers.ts';
import type { FrameView } from './view.ts';

/** Byte offsets of the fields before the addresses, whose places depend on their lengths. */
export const arpField = {
  hardwareType: 0,
  protocolType: 2,
  hardwareLength: 4,
  protocolLength: 5,
  operation: 6,
  addresses: 8,
} as const;

/** Operations that occur. */
export const ArpOperation: Readonly<{ request: 1; reply: 2 }> = Object.freeze({ request: 1, reply: 2 });

const ipv4AddressBytes = 4;

/** Decodes the message at `at`. */
export function decodeArp(view: FrameView, at: number): void {
  const { data, captureEnd } = view;
  const addresses = at + arpField.addresses;
  if (addresses > captureEnd) {
    view.problem = 'truncated-arp';
    return;
  }
  const hardwareLength = data[at + arpField.hardwareLength]!;
  if (
    readU16(data, at + arpField.protocolType) !== EtherType.ipv4 ||
    data[at + arpField.protocolLength] !== ipv4AddressBytes
  ) {
    view.problem = 'unsupported-arp';
    return;
  }
  const sender = addresses + hardwareLength;
  const target = sender + ipv4AddressBytes + hardwareLength;
  if (target + ipv4AddressBytes > captureEnd) {
    view.problem = 'truncated-arp';
    return;
  }
  view.kind = 'arp';
  view.arpOperation = readU16(data, at + arpField.operation);
  view.addressLength = ipv4AddressBytes;
  view.sourceAddressOffset = sender;
  view.destinationAddressOffset = target;
}
