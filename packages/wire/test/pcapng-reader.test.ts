import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, writeU32Little } from '../src/bytes.ts';
import { CaptureError } from '../src/capture-error.ts';
import type { ByteOrder } from '../src/pcap/header.ts';
import { PcapngReader } from '../src/pcapng/reader.ts';
import type { PcapngInterfaceSpec, PcapngPacketSpec } from '../src/pcapng/writer.ts';
import {
  pcapngBlock,
  pcapngInterface,
  pcapngObsoletePacket,
  pcapngOption,
  pcapngPacket,
  pcapngSection,
  pcapngSimplePacket,
} from '../src/pcapng/writer.ts';
import { uint16, uint32 } from './arbitraries.ts';

interface ReadPacket {
  readonly data: Uint8Array;
  readonly originalLength: number;
  readonly linkType: number;
  readonly interfaceId: number;
  readonly time: bigint | null;
  readonly frameNumber: number;
}

function drain(reader: PcapngReader): ReadPacket[] {
  const packets: ReadPacket[] = [];
  while (reader.next()) {
    const { originalLength, linkType, interfaceId, frameNumber } = reader;
    const data = reader.data.slice(reader.offset, reader.offset + reader.capturedLength);
    const time = reader.hasTimestamp ? reader.timestampNs() : null;
    packets.push({ data, originalLength, linkType, interfaceId, time, frameNumber });
  }
  return packets;
}

function readAll(reader: PcapngReader, bytes: Uint8Array, chunkLength: number = 1000): ReadPacket[] {
  const packets: ReadPacket[] = [];
  for (let at = 0; at < bytes.length; at += chunkLength) {
    // a chunk of its own each time, wiped afterwards: nothing may be read from it later
    const chunk = bytes.slice(at, at + chunkLength);
    reader.push(chunk);
    packets.push(...drain(reader));
    chunk.fill(0xee);
  }
  return packets;
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof CaptureError) return error.code;
    throw error;
  }
  return 'no error';
}

/** Nanoseconds since 1970 by the definition, rounded down. */
function nanoseconds(timestamp: bigint, resolution: number, offset: number): bigint {
  const units = resolution < 128 ? 10n ** BigInt(resolution) : 2n ** BigInt(resolution - 128);
  return (timestamp * 1_000_000_000n) / units + BigInt(offset) * 1_000_000_000n;
}

const anyInterface = fc.record(
  {
    linkType: uint16,
    snapLength: fc.constant(0),
    name: fc.stringMatching(/^[a-z]{1,9}$/),
    timestampResolution: fc.oneof(fc.nat(20), fc.integer({ min: 128, max: 192 }), fc.constantFrom(127, 255)),
    timestampOffset: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  },
  { requiredKeys: ['linkType', 'snapLength'] },
);
const anyPacket = fc.record({
  kind: fc.constantFrom('enhanced', 'obsolete', 'simple', 'other'),
  interfaceId: fc.nat(3),
  timestamp: fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    // close together, as in a real file
    fc.bigInt({ min: 1_700_000_000_000_000n, max: 1_700_000_000_100_000n }),
  ),
  data: fc.uint8Array({ maxLength: 90 }),
  originalLength: uint32,
});
const anySection = fc.record({
  byteOrder: fc.constantFrom<ByteOrder>('big', 'little'),
  interfaces: fc.array(anyInterface, { minLength: 1, maxLength: 4 }),
  packets: fc.array(anyPacket, { maxLength: 6 }),
});

type Section = typeof anySection extends fc.Arbitrary<infer T> ? T : never;

/** Coarse resolutions make more seconds of 64 bits than a number holds exactly. */
function stampOf(packet: { readonly timestamp: bigint }, from: PcapngInterfaceSpec): bigint {
  const resolution = from.timestampResolution ?? 6;
  return resolution < 5 || (resolution >= 128 && resolution < 140)
    ? BigInt.asUintN(52, packet.timestamp)
    : packet.timestamp;
}

function written(section: Section): Uint8Array {
  const { byteOrder, interfaces, packets } = section;
  const blocks = packets.map((packet) => {
    const interfaceId = packet.interfaceId % interfaces.length;
    const known = { ...packet, interfaceId, timestamp: stampOf(packet, interfaces[interfaceId]!) };
    switch (packet.kind) {
      case 'enhanced':
        return pcapngPacket(known, byteOrder);
      case 'obsolete':
        return pcapngObsoletePacket(known, byteOrder);
      case 'simple':
        return pcapngSimplePacket(packet.data, packet.data.length, byteOrder);
      default:
        return pcapngBlock(0x0bad, packet.data, byteOrder);
    }
  });
  return concatBytes([
    pcapngSection(byteOrder),
    ...interfaces.map((each) => pcapngInterface(each, byteOrder)),
    ...blocks,
  ]);
}

function expected(sections: readonly Section[]): ReadPacket[] {
  const packets = sections.flatMap(({ interfaces, packets: ofSection }) =>
    ofSection
      .filter(({ kind }) => kind !== 'other')
      .map(({ kind, ...packet }) => {
        const simple = kind === 'simple';
        const interfaceId = simple ? 0 : packet.interfaceId % interfaces.length;
        const from = interfaces[interfaceId]!;
        return {
          data: packet.data,
          originalLength: simple ? packet.data.length : packet.originalLength,
          linkType: from.linkType,
          interfaceId,
          time: simple
            ? null
            : nanoseconds(stampOf(packet, from), from.timestampResolution ?? 6, from.timestampOffset ?? 0),
        };
      }),
  );
  return packets.map((packet, index) => ({ ...packet, frameNumber: index + 1 }));
}

describe('reading what was written', () => {
  it('gives the same packets in chunks of any size, over sections, interfaces and resolutions', () => {
    fc.assert(
      fc.property(
        fc.array(anySection, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 600 }),
        (sections, chunkLength) => {
          const reader = new PcapngReader();
          const read = readAll(reader, concatBytes(sections.map(written)), chunkLength);
          expect(read).toEqual(expected(sections));
          expect(reader.finish()).toEqual({ truncated: false, leftoverBytes: 0, frames: read.length });
          expect(reader.sections).toBe(sections.length);
          expect(reader.problems()).toEqual([]);
          expect(reader.interfaces).toEqual(
            sections.at(-1)!.interfaces.map((each) => ({
              name: '',
              timestampResolution: 6,
              timestampOffset: 0,
              ...each,
            })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leaves packets that lie whole in a chunk where they are', () => {
    const reader = new PcapngReader();
    reader.push(start());
    expect(reader.next()).toBe(false);
    const chunk = concatBytes([pcapngPacket(packet), pcapngPacket(packet)]);
    reader.push(chunk);
    for (let count = 0; count < 2; count += 1) {
      expect(reader.next()).toBe(true);
      expect(reader.data).toBe(chunk);
    }
  });
});

const packet: PcapngPacketSpec = { timestamp: 5_000_001n, data: Uint8Array.of(1, 2, 3, 4, 5) };

function start(spec: Partial<PcapngInterfaceSpec> = {}): Uint8Array {
  return concatBytes([pcapngSection(), pcapngInterface({ linkType: 1, ...spec })]);
}

describe('simple packets', () => {
  it('are cut to the snap length of the first interface, whatever the padding holds', () => {
    const bytes = concatBytes([start({ snapLength: 6 }), pcapngSimplePacket(new Uint8Array(6).fill(7), 100)]);
    expect(readAll(new PcapngReader(), bytes)).toMatchObject([
      { data: new Uint8Array(6).fill(7), originalLength: 100, time: null },
    ]);
  });

  it('are cut to the block when it holds less', () => {
    const bytes = concatBytes([start(), pcapngSimplePacket(new Uint8Array(8), 100)]);
    expect(readAll(new PcapngReader(), bytes)[0]!.data).toHaveLength(8);
  });
});

function problemsOf(...blocks: readonly Uint8Array[]): readonly [number, unknown] {
  const reader = new PcapngReader();
  const read = readAll(reader, concatBytes(blocks));
  expect(reader.finish().truncated).toBe(false);
  return [read.length, reader.problems()];
}

describe('a damaged block', () => {
  it('with a wrong second length is counted and used', () => {
    const wrong = pcapngPacket(packet);
    writeU32Little(wrong, wrong.length - 4, 0xffff);
    expect(problemsOf(start(), wrong, pcapngPacket(packet), wrong)).toEqual([
      3,
      [{ problem: 'block-length-mismatch', count: 2, frameNumber: 0 }],
    ]);
  });

  it('whose packet would not fit is counted and passed over', () => {
    const wrong = pcapngPacket(packet);
    writeU32Little(wrong, 20, 9);
    expect(problemsOf(start(), pcapngPacket(packet), wrong, pcapngPacket(packet))).toEqual([
      2,
      [{ problem: 'packet-exceeds-block', count: 1, frameNumber: 2 }],
    ]);
  });

  it('too short for its kind is counted and passed over', () => {
    const short = [1, 2, 3, 6].map((type) => pcapngBlock(type, new Uint8Array(type === 3 ? 0 : 4)));
    expect(problemsOf(start(), ...short, pcapngPacket(packet))).toEqual([
      1,
      [{ problem: 'short-block', count: 4, frameNumber: 0 }],
    ]);
  });

  it('of an interface nobody described is counted and passed over', () => {
    const strange = pcapngPacket({ ...packet, interfaceId: 1 });
    const next = pcapngSection();
    expect(problemsOf(start(), strange, next, pcapngPacket(packet), pcapngSimplePacket(packet.data))).toEqual(
      [0, [{ problem: 'unknown-interface', count: 3, frameNumber: 1 }]],
    );
  });

  it('whose options are wrong keeps the others', () => {
    const fixed = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
    const name = pcapngOption(2, Uint8Array.of(0x1b, 0x65, 0x74, 0x68, 0x00));
    const bad = [
      pcapngOption(9, Uint8Array.of(9, 9)),
      pcapngOption(14, Uint8Array.of(1)),
      pcapngOption(14, new Uint8Array(8).fill(0x7f)),
      Uint8Array.of(2, 0, 0xff, 0xff),
    ];
    const reader = new PcapngReader();
    const bytes = concatBytes([pcapngSection(), pcapngBlock(1, concatBytes([fixed, name, ...bad]))]);
    expect(readAll(reader, bytes)).toEqual([]);
    expect(reader.interfaces).toMatchObject([{ name: 'eth', timestampResolution: 6, timestampOffset: 0 }]);
    expect(reader.problems()).toEqual([{ problem: 'bad-interface-option', count: 4, frameNumber: 0 }]);
  });

  it('whose last option reaches into its second length loses it', () => {
    const fixed = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
    const reader = new PcapngReader();
    const name = Uint8Array.of(2, 0, 8, 0, 0x65, 0x74, 0x68, 0x30);
    readAll(reader, concatBytes([pcapngSection(), pcapngBlock(1, concatBytes([fixed, name]))]));
    expect(reader.interfaces).toMatchObject([{ name: '' }]);
    expect(reader.problems()).toEqual([{ problem: 'bad-interface-option', count: 1, frameNumber: 0 }]);
  });

  it('cannot make the reader keep interfaces without end', () => {
    const many = Array.from({ length: 16_384 }, () => pcapngInterface({ linkType: 1 }));
    const reader = new PcapngReader();
    readAll(reader, concatBytes([pcapngSection(), ...many, ...many.slice(0, 5)]), 100_000);
    expect(reader.interfaces).toHaveLength(16_384);
    expect(reader.problems()).toEqual([{ problem: 'too-many-interfaces', count: 5, frameNumber: 0 }]);
  });
});

describe('a block behind which nothing can be read', () => {
  it.each([
    ['pcapng-block-malformed', 0],
    ['pcapng-block-malformed', 8],
    ['pcapng-block-malformed', 33],
    ['pcapng-block-too-long', 16 * 1024 * 1024 + 4],
    ['pcapng-block-too-long', 0xfffffffc],
  ])('is %s with a length of %i, now and later', (code, length) => {
    const wrong = pcapngPacket(packet);
    writeU32Little(wrong, 4, length);
    for (const chunkLength of [5, 1000]) {
      const reader = new PcapngReader();
      const bytes = concatBytes([start(), pcapngPacket(packet), wrong]);
      expect(codeOf(() => readAll(reader, bytes, chunkLength))).toBe(code);
      expect(codeOf(() => reader.next())).toBe(code);
      expect(reader.frameNumber).toBe(1);
      expect(() => reader.next()).toThrow(
        expect.objectContaining({ facts: { frameNumber: 2, claimedLength: length } }),
      );
    }
  });

  it('is a section of another version, now and later', () => {
    const section = pcapngSection();
    section[12] = 2;
    const reader = new PcapngReader();
    expect(codeOf(() => readAll(reader, concatBytes([start(), section, start()])))).toBe(
      'pcapng-version-unsupported',
    );
    expect(codeOf(() => reader.next())).toBe('pcapng-version-unsupported');
  });

  it('is a section header without byte order, or too short', () => {
    const section = pcapngSection();
    section[8] = 0;
    expect(codeOf(() => readAll(new PcapngReader(), section))).toBe('pcapng-block-malformed');
    const short = pcapngBlock(0x0a0d0d0a, pcapngSection().slice(8, 16));
    expect(codeOf(() => readAll(new PcapngReader(), short))).toBe('pcapng-block-malformed');
  });

  it('is anything but a section header at the start', () => {
    expect(codeOf(() => readAll(new PcapngReader(), pcapngInterface({ linkType: 1 })))).toBe('not-pcapng');
    expect(codeOf(() => new PcapngReader().finish())).toBe('not-pcapng');
  });
});

describe('input that ends early', () => {
  it('is told at every cut', () => {
    const bytes = concatBytes([start(), pcapngPacket(packet), pcapngPacket(packet)]);
    const first = start().length;
    const each = pcapngPacket(packet).length;
    for (let length = first; length <= bytes.length; length += 1) {
      const reader = new PcapngReader();
      const frames = readAll(reader, bytes.subarray(0, length), 10).length;
      expect(frames).toBe(Math.floor((length - first) / each));
      const leftoverBytes = (length - first) % each;
      expect(reader.finish()).toEqual({ truncated: leftoverBytes > 0, leftoverBytes, frames });
    }
  });

  it('is an error within the first section header', () => {
    for (let length = 4; length < pcapngSection().length; length += 1) {
      const reader = new PcapngReader();
      readAll(reader, pcapngSection().subarray(0, length), 5);
      expect(codeOf(() => reader.finish())).toBe('pcapng-header-truncated');
    }
  });
});
