/** Builds Ethernet II frames, with or without VLAN tags. */
import { concatBytes, writeU16 } from '../bytes.ts';
import { ethernetBytes, ethernetField } from '../frame/ethernet.ts';
import { EtherType } from '../frame/numbers.ts';

/** A frame to build. */
export interface EthernetSpec {
  /** The packet or message inside. */
  readonly payload: Uint8Array;
  /** Default: IPv4 or IPv6 by the first four bits of the payload. */
  readonly etherType?: number;
  /** 6 bytes. Default 02:00:00:00:00:01. */
  readonly source?: Uint8Array;
  /** 6 bytes. Default 02:00:00:00:00:02. */
  readonly destination?: Uint8Array;
  /** Tags from the outermost to the innermost. Default: none. */
  readonly vlanTags?: readonly VlanTag[];
  /** Zero bytes are added up to this length, as a card does up to 60. Default: none are. */
  readonly padTo?: number;
}

/** An IEEE 802.1Q tag. */
export interface VlanTag {
  /** 0 to 4095. */
  readonly id: number;
  /** Default 0x8100. */
  readonly etherType?: number;
}

const defaultSource = Uint8Array.of(0x02, 0, 0, 0, 0, 0x01);
const defaultDestination = Uint8Array.of(0x02, 0, 0, 0, 0, 0x02);
const vlanTagBytes = 4;

/** The frame, without preamble and frame check sequence. */
export function ethernetFrame(spec: EthernetSpec): Uint8Array {
  const { payload, vlanTags = [], padTo = 0 } = spec;
  const header = new Uint8Array(ethernetBytes + vlanTagBytes * vlanTags.length);
  header.set(spec.destination ?? defaultDestination, ethernetField.destination);
  header.set(spec.source ?? defaultSource, ethernetField.source);
  let at: number = ethernetField.etherType;
  for (const tag of vlanTags) {
    writeU16(header, at, tag.etherType ?? EtherType.vlan);
    writeU16(header, at + 2, tag.id);
    at += vlanTagBytes;
  }
  writeU16(header, at, spec.etherType ?? etherTypeOf(payload));
  const padding = new Uint8Array(Math.max(0, padTo - header.length - payload.length));
  return concatBytes([header, payload, padding]);
}

function etherTypeOf(payload: Uint8Array): number {
  return (payload[0] ?? 0) >>> 4 === 6 ? EtherType.ipv6 : EtherType.ipv4;
}
