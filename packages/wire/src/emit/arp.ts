/** Builds ARP messages for IPv4 over Ethernet. */
import type { Address } from '../address.ts';
import { parseAddress } from '../address.ts';
import { writeU16 } from '../bytes.ts';
import { ArpOperation, arpField } from '../frame/arp.ts';
import { EtherType } from '../frame/numbers.ts';

/** An ARP message to build. */
export interface ArpSpec {
  /** IPv4 address of the asker, or of the one who answers. */
  readonly sender: Address;
  /** IPv4 address that is asked for, or of the one who asked. */
  readonly target: Address;
  /** 6 bytes. Default 02:00:00:00:00:01. */
  readonly senderHardware?: Uint8Array;
  /** 6 bytes. Default: zeros, as in a request. */
  readonly targetHardware?: Uint8Array;
}

const ethernetHardware = 1;
const hardwareBytes = 6;
const protocolBytes = 4;
const defaultSender = Uint8Array.of(0x02, 0, 0, 0, 0, 0x01);

/** "Who has `target`? Tell `sender`": the message, to be put into a frame with EtherType 0x0806. */
export function arpRequest(spec: ArpSpec): Uint8Array {
  return arpMessage(ArpOperation.request, spec);
}

/** "`sender` is at `senderHardware`": the message, to be put into a frame with EtherType 0x0806. */
export function arpReply(spec: ArpSpec): Uint8Array {
  return arpMessage(ArpOperation.reply, spec);
}

function arpMessage(operation: number, spec: ArpSpec): Uint8Array {
  const sender = arpField.addresses;
  const target = sender + hardwareBytes + protocolBytes;
  const message = new Uint8Array(target + hardwareBytes + protocolBytes);
  writeU16(message, arpField.hardwareType, ethernetHardware);
  writeU16(message, arpField.protocolType, EtherType.ipv4);
  message[arpField.hardwareLength] = hardwareBytes;
  message[arpField.protocolLength] = protocolBytes;
  writeU16(message, arpField.operation, operation);
  message.set(spec.senderHardware ?? defaultSender, sender);
  message.set(parseAddress(spec.sender), sender + hardwareBytes);
  message.set(spec.targetHardware ?? new Uint8Array(hardwareBytes), target);
  message.set(parseAddress(spec.target), target + hardwareBytes);
  return message;
}
