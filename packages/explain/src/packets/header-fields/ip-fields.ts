/** Fields of the IP headers: RFC 791 section 3.1, RFC 8200 sections 3 and 4. */
import { formatAddress } from '@halfopen/wire';
import { bytesText } from '../../judge/in-words.ts';
import type { IpPacket } from '../ip-packet.ts';
import { checksumNote } from './checksum-note.ts';
import { type KnownOption, optionFields } from './option-fields.ts';
import { named, type Sheet } from './sheet.ts';

const protocolNames: Readonly<Record<number, string>> = {
  0: 'hop-by-hop options',
  1: 'ICMP',
  6: 'TCP',
  43: 'routing',
  44: 'fragment',
  51: 'authentication',
  58: 'ICMPv6',
  60: 'destination options',
  135: 'mobility',
  139: 'HIP',
  140: 'Shim6',
};

const knownOptions: Readonly<Record<number, KnownOption>> = {
  7: ['record route'],
  68: ['internet timestamp'],
  131: ['loose source route'],
  137: ['strict source route'],
  148: ['router alert'],
};

function protocol(sheet: Sheet, name: string, at: number): void {
  sheet.put(name, at, 1, named(sheet.u8(at), protocolNames[sheet.u8(at)]));
}

function length(sheet: Sheet, name: string, at: number): void {
  const bytes = sheet.u16(at);
  sheet.put(name, at, 2, bytesText(bytes), bytes === 0 ? 'left to the network card' : '');
}

/** DSCP and ECN: RFC 2474 section 3, RFC 3168 section 5. */
function serviceClass(sheet: Sheet, name: string, lengthBytes: number, value: number): void {
  sheet.put(name, 2 - lengthBytes, lengthBytes, String(value), `DSCP ${value >>> 2}, ECN ${value & 3}`);
}

function addresses(sheet: Sheet, at: number, bytes: number): void {
  sheet.put('source address', at, bytes, formatAddress(sheet.bytes, at, bytes));
  sheet.put('destination address', at + bytes, bytes, formatAddress(sheet.bytes, at + bytes, bytes));
}

function ipv4Fields(sheet: Sheet): void {
  const headerBytes = (sheet.u8(0) & 0x0f) * 4;
  const fragment = sheet.u16(6);
  const flags = [
    ...(fragment & 0x4000 ? ["don't fragment"] : []),
    ...(fragment & 0x2000 ? ['more fragments'] : []),
  ];
  sheet.put('version', 0, 1, '4');
  sheet.put('internet header length', 0, 1, bytesText(headerBytes));
  serviceClass(sheet, 'type of service', 1, sheet.u8(1));
  length(sheet, 'total length', 2);
  sheet.put('identification', 4, 2, sheet.hex(4, 2));
  sheet.put('flags', 6, 1, flags.join(', ') || 'none');
  sheet.put('fragment offset', 6, 2, bytesText((fragment & 0x1fff) * 8));
  sheet.put('time to live', 8, 1);
  protocol(sheet, 'protocol', 9);
  sheet.put('header checksum', 10, 2, sheet.hex(10, 2), checksumNote(sheet.bytes, 10, 0, headerBytes));
  addresses(sheet, 12, 4);
  optionFields(sheet, 20, headerBytes, knownOptions);
}

function extensionValue(sheet: Sheet, kind: number, at: number, lengthBytes: number): string {
  if (kind === 43) return `type ${sheet.u8(at + 2)}, ${sheet.u8(at + 3)} segments left`;
  if (kind !== 44) return bytesText(lengthBytes);
  const more = sheet.u8(at + 3) & 1 ? ', more fragments' : '';
  return `offset ${bytesText(sheet.u16(at + 2) & 0xfff8)}${more}, identification ${sheet.hex(at + 4, 4)}`;
}

function ipv6Fields(sheet: Sheet, packet: IpPacket | null): void {
  sheet.put('version', 0, 1, '6');
  serviceClass(sheet, 'traffic class', 2, (sheet.u16(0) >>> 4) & 0xff);
  sheet.put('flow label', 1, 3, `0x${(sheet.u32(0) & 0xfffff).toString(16)}`);
  length(sheet, 'payload length', 4);
  protocol(sheet, 'next header', 6);
  sheet.put('hop limit', 7, 1);
  addresses(sheet, 8, 16);
  if (packet === null) return;
  for (const { protocol: kind, offset, lengthBytes } of packet.extensions) {
    const at = offset - packet.offset;
    sheet.put(`${protocolNames[kind]} header`, at, lengthBytes, extensionValue(sheet, kind, at, lengthBytes));
  }
}

/** Notes the fields of an IP header of either version. `packet`: what is known of it, `null`: it is cut off. */
export function ipFields(sheet: Sheet, packet: IpPacket | null): void {
  if (sheet.u8(0) >>> 4 === 4) ipv4Fields(sheet);
  else ipv6Fields(sheet, packet);
}
