import { FrameView, icmpError, LinkType } from '@halfopen/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeaderField, headerFields } from '../src/index.ts';
import { v4, v6, valueOf } from './support/fields.ts';
import { anySegment, packetOf } from './support/hidden.ts';

/** The longest run of bytes from the beginning that fields stand in. */
function covered(fields: readonly HeaderField[]): number {
  const ends = fields.toSorted((a, b) => a.offset - b.offset);
  return ends.reduce(
    (end, { offset, lengthBytes }) => (offset <= end ? Math.max(end, offset + lengthBytes) : end),
    0,
  );
}

function soundness(bytes: Uint8Array): void {
  for (const { offset, lengthBytes, name, value, note } of headerFields(bytes)) {
    expect(lengthBytes).toBeGreaterThan(0);
    expect(offset + lengthBytes).toBeLessThanOrEqual(bytes.length);
    expect(`${name}${value}${note ?? ''}`).not.toMatch(/undefined|NaN|null/);
  }
}

function places(fields: readonly HeaderField[]): string[] {
  return fields.map(({ layer, name, offset, lengthBytes }) => `${layer} ${name} ${offset} ${lengthBytes}`);
}

describe('of any bytes', () => {
  it('every field lies within them', () => {
    const beginning = fc.constantFrom(
      [],
      [0x45],
      [0x4f, 0, 0, 60],
      [0x60, 0, 0, 0, 0, 40, 0],
      [0x60, 0, 0, 0, 0, 40, 58],
    );
    fc.assert(
      fc.property(beginning, fc.uint8Array({ maxLength: 130 }), (first, rest) =>
        soundness(Uint8Array.of(...first, ...rest)),
      ),
      { numRuns: 1000 },
    );
  });

  it('nearly a packet, every field lies within them', () => {
    const changes = fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(anySegment, fc.boolean(), changes, fc.nat(200), (segment, isQuoted, spoilt, end) => {
        const inner = packetOf(segment);
        const { source, destination } = segment.version === 4 ? v4 : v6;
        const type = segment.version === 4 ? 3 : 1;
        const packet = isQuoted
          ? icmpError({
              source: source.address,
              destination: destination.address,
              type,
              code: 0,
              quoted: inner,
            })
          : inner;
        for (const [at, value] of spoilt) if (at < packet.length) packet[at] = value;
        soundness(packet.subarray(0, end));
      }),
      { numRuns: 1000 },
    );
  });

  it('of a segment, fields cover all of its headers and say what the frame view says', () => {
    fc.assert(
      fc.property(anySegment, (segment) => {
        const packet = packetOf(segment);
        const view = new FrameView();
        view.decode(packet, 0, packet.length, LinkType.rawIp);
        const fields = headerFields(packet);
        expect(covered(fields)).toBe(view.payloadOffset);
        const ip = `IPv${segment.version}` as const;
        expect(valueOf(packet, ip, 'source address')).toBe(view.sourceAddress());
        expect(valueOf(packet, ip, 'destination address')).toBe(view.destinationAddress());
        expect(valueOf(packet, 'TCP', 'source port')).toBe(String(view.srcPort));
        expect(valueOf(packet, 'TCP', 'sequence number')).toBe(String(view.seqNumber));
      }),
    );
  });

  it('cut short, the same fields are told as far as they are there', () => {
    fc.assert(
      fc.property(anySegment, fc.nat(120), (segment, end) => {
        const packet = packetOf(segment);
        const cut = headerFields(packet.subarray(0, end));
        const whole = headerFields(packet).filter(({ offset, lengthBytes }) => offset + lengthBytes <= end);
        // the last option may be cut, and a run of padding be shorter
        expect(places(cut).slice(0, whole.length)).toEqual(places(whole));
        expect(cut.length - whole.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
