/** Writes pcapng, block by block: a section header, its interfaces, then packets. */
import { concatBytes, writeU16, writeU16Little, writeU32, writeU32Little } from '../bytes.ts';
import type { ByteOrder } from '../pcap/header.ts';
import {
  blockBodyOffset,
  blockLengthOffset,
  blockTailBytes,
  blockType,
  byteOrderMagic,
  enhancedField,
  interfaceField,
  obsoleteField,
  optionCode,
  padded,
  sectionField,
  simpleField,
  supportedMajor,
} from './block.ts';

/** An interface to describe. Only the link type has no default. */
export interface PcapngInterfaceSpec {
  /** A LINKTYPE number, see {@link LinkType}. */
  readonly linkType: number;
  /** Default 0: not stated. */
  readonly snapLength?: number;
  /** ASCII. Default: not told. */
  readonly name?: string;
  /** 10^-n seconds for n below 128, 2^-(n - 128) from there on. Default: not told, which means 6. */
  readonly timestampResolution?: number;
  /** Whole seconds. Default: not told, which means 0. */
  readonly timestampOffset?: number;
}

/** A packet for a file. */
export interface PcapngPacketSpec {
  /** Default 0. */
  readonly interfaceId?: number;
  /** In units of the interface's resolution, since 1970-01-01 UTC less its offset. */
  readonly timestamp: bigint;
  /** The bytes kept. */
  readonly data: Uint8Array;
  /** Bytes the packet had. Default: as many as were kept. */
  readonly originalLength?: number;
}

const sectionLengthNotTold = 0xffffffff;
const optionHeadBytes = 4;

/** Any block: type, both lengths, and the body, padded to whole words. */
export function pcapngBlock(type: number, body: Uint8Array, byteOrder: ByteOrder = 'little'): Uint8Array {
  const { u32 } = wordsOf(byteOrder);
  const block = new Uint8Array(blockBodyOffset + padded(body.length) + blockTailBytes);
  u32(block, 0, type);
  u32(block, blockLengthOffset, block.length);
  block.set(body, blockBodyOffset);
  u32(block, block.length - blockTailBytes, block.length);
  return block;
}

/** The block that begins a section, which tells its byte order but not its length. */
export function pcapngSection(byteOrder: ByteOrder = 'little'): Uint8Array {
  const { u16, u32 } = wordsOf(byteOrder);
  const body = new Uint8Array(sectionField.options - blockBodyOffset);
  u32(body, sectionField.byteOrder - blockBodyOffset, byteOrderMagic);
  u16(body, sectionField.versionMajor - blockBodyOffset, supportedMajor);
  u32(body, sectionField.sectionLength - blockBodyOffset, sectionLengthNotTold);
  u32(body, sectionField.sectionLength - blockBodyOffset + 4, sectionLengthNotTold);
  return pcapngBlock(blockType.section, body, byteOrder);
}

/** The block that describes the section's next interface. */
export function pcapngInterface(spec: PcapngInterfaceSpec, byteOrder: ByteOrder = 'little'): Uint8Array {
  const { u16, u32 } = wordsOf(byteOrder);
  const fixed = new Uint8Array(interfaceField.options - blockBodyOffset);
  u16(fixed, interfaceField.linkType - blockBodyOffset, spec.linkType);
  u32(fixed, interfaceField.snapLength - blockBodyOffset, spec.snapLength ?? 0);
  const parts: Uint8Array[] = [fixed];
  if (spec.name !== undefined) {
    const name = Uint8Array.from(spec.name, (char) => char.charCodeAt(0));
    parts.push(pcapngOption(optionCode.interfaceName, name, byteOrder));
  }
  if (spec.timestampResolution !== undefined) {
    const value = Uint8Array.of(spec.timestampResolution);
    parts.push(pcapngOption(optionCode.timestampResolution, value, byteOrder));
  }
  if (spec.timestampOffset !== undefined) {
    const value = new Uint8Array(8);
    writeU64(value, 0, BigInt(spec.timestampOffset), byteOrder);
    parts.push(pcapngOption(optionCode.timestampOffset, value, byteOrder));
  }
  if (parts.length > 1) parts.push(pcapngOption(optionCode.end, new Uint8Array(0), byteOrder));
  return pcapngBlock(blockType.interface, concatBytes(parts), byteOrder);
}

/** An option, for the end of a body: code, length, value, padded to whole words. */
export function pcapngOption(code: number, value: Uint8Array, byteOrder: ByteOrder = 'little'): Uint8Array {
  const { u16 } = wordsOf(byteOrder);
  const option = new Uint8Array(optionHeadBytes + padded(value.length));
  u16(option, 0, code);
  u16(option, 2, value.length);
  option.set(value, optionHeadBytes);
  return option;
}

/** An enhanced packet block. */
export function pcapngPacket(spec: PcapngPacketSpec, byteOrder: ByteOrder = 'little'): Uint8Array {
  const body = packetBody(spec, byteOrder);
  wordsOf(byteOrder).u32(body, enhancedField.interfaceId - blockBodyOffset, spec.interfaceId ?? 0);
  return pcapngBlock(blockType.enhancedPacket, body, byteOrder);
}

/** The block for packets that preceded the enhanced one; other programs still have files with it. */
export function pcapngObsoletePacket(spec: PcapngPacketSpec, byteOrder: ByteOrder = 'little'): Uint8Array {
  const body = packetBody(spec, byteOrder);
  wordsOf(byteOrder).u16(body, obsoleteField.interfaceId - blockBodyOffset, spec.interfaceId ?? 0);
  return pcapngBlock(blockType.obsoletePacket, body, byteOrder);
}

/** A simple packet block: of the section's first interface, whose snap length says how much was kept, and without a time. */
export function pcapngSimplePacket(
  data: Uint8Array,
  originalLength: number = data.length,
  byteOrder: ByteOrder = 'little',
): Uint8Array {
  const head = new Uint8Array(simpleField.packet - blockBodyOffset);
  wordsOf(byteOrder).u32(head, simpleField.originalLength - blockBodyOffset, originalLength);
  return pcapngBlock(blockType.simplePacket, concatBytes([head, data]), byteOrder);
}

/** What the enhanced and the obsolete block have in common: all but the interface. */
function packetBody(spec: PcapngPacketSpec, byteOrder: ByteOrder): Uint8Array {
  const { u32 } = wordsOf(byteOrder);
  const head = enhancedField.packet - blockBodyOffset;
  const body = new Uint8Array(head + spec.data.length);
  u32(body, enhancedField.timestampHigh - blockBodyOffset, Number((spec.timestamp >> 32n) & 0xffffffffn));
  u32(body, enhancedField.timestampLow - blockBodyOffset, Number(spec.timestamp & 0xffffffffn));
  u32(body, enhancedField.capturedLength - blockBodyOffset, spec.data.length);
  u32(body, enhancedField.originalLength - blockBodyOffset, spec.originalLength ?? spec.data.length);
  body.set(spec.data, head);
  return body;
}

function writeU64(data: Uint8Array, at: number, value: bigint, byteOrder: ByteOrder): void {
  const { u32 } = wordsOf(byteOrder);
  const [first, second] = byteOrder === 'big' ? [32n, 0n] : [0n, 32n];
  u32(data, at, Number((value >> first) & 0xffffffffn));
  u32(data, at + 4, Number((value >> second) & 0xffffffffn));
}

function wordsOf(byteOrder: ByteOrder): { readonly u16: typeof writeU16; readonly u32: typeof writeU32 } {
  return byteOrder === 'big'
    ? { u16: writeU16, u32: writeU32 }
    : { u16: writeU16Little, u32: writeU32Little };
}
