import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedPacket } from '../src/packets/packet-log.ts';
import { align } from '../src/several/alignment.ts';
import { journeysOf } from '../src/several/journeys.ts';
import type { Passing } from '../src/several/sighting.ts';

const blank: LoggedPacket = {
  frame: 1,
  ns: 0,
  side: 0,
  flags: 0x10,
  seq: 1,
  ack: 1,
  lengthBytes: 0,
  windowBytes: 512,
  ttl: 64,
  ipId: -1,
  word: 0,
  reset: 0,
  repetition: 0,
  icmpType: -1,
  icmpCode: -1,
  payloadHash: 0,
  bytes: null,
};

function passing(atNs: number, packet: Partial<LoggedPacket>, from: Passing['from'] = 'client'): Passing {
  return { from, atNs, packet: { ...blank, ...packet } };
}

const data = (atNs: number, seq: number, lengthBytes: number, frame: number): Passing =>
  passing(atNs, { seq, lengthBytes, ipId: frame, frame });

function server(each: Passing): Passing {
  return { ...each, from: 'server' };
}

const MS = 1_000_000;

describe('two captures held against each other', () => {
  it('pairs every packet that names itself, and tells which were lost and which sprang up', () => {
    const packet = fc.record({
      seq: fc.integer({ min: 0, max: 5 }),
      lengthBytes: fc.constantFrom(0, 100),
      from: fc.constantFrom('client' as const, 'server' as const),
      fate: fc.constantFrom('both', 'both', 'lost', 'sprung'),
    });
    fc.assert(
      fc.property(
        fc.array(packet, { maxLength: 60 }),
        fc.integer({ min: -1e12, max: 1e12 }),
        (packets, clock) => {
          const made = [{ seq: 0, lengthBytes: 0, from: 'client' as const, fate: 'both' }, ...packets].map(
            ({ seq, lengthBytes, from, fate }, index) => ({
              fate,
              here: passing(index * 20 * MS, { seq, lengthBytes, ipId: index + 1, frame: index + 1 }, from),
              there: passing(
                index * 20 * MS + 5 * MS + clock,
                { seq, lengthBytes, ipId: index + 1, frame: index + 1 },
                from,
              ),
            }),
          );
          const first = made.filter(({ fate }) => fate !== 'sprung').map(({ here }) => here);
          const second = made.filter(({ fate }) => fate !== 'lost').map(({ there }) => there);
          const { pairs, onlyFirst, onlySecond } = align(first, second);
          expect(pairs).toHaveLength(made.filter(({ fate }) => fate === 'both').length);
          for (const [a, b] of pairs) expect(first[a]!.packet.frame).toBe(second[b]!.packet.frame);
          expect(onlyFirst).toHaveLength(made.filter(({ fate }) => fate === 'lost').length);
          expect(onlySecond).toHaveLength(made.filter(({ fate }) => fate === 'sprung').length);
        },
      ),
    );
  });

  it('pairs repetitions without an identification by the time that others took', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 10 }),
        fc.integer({ min: -1e12, max: 1e12 }),
        (arriving, clock) => {
          const others = [1, 2, 3].map((seq) => passing(seq * 10 * MS, { seq: 900 + seq }));
          const copies = Array.from({ length: 10 }, (_, index) =>
            passing((index + 1) * 1000 * MS, { lengthBytes: 10, frame: index }),
          );
          const late = (list: readonly Passing[]): readonly Passing[] =>
            list.map((each) => ({ ...each, atNs: each.atNs + 40 * MS + clock }));
          const first = [...others, ...copies];
          const second = late([...others, ...copies.filter((_, index) => arriving.includes(index))]);
          const { pairs, onlyFirst, onlySecond } = align(first, second);
          expect(onlySecond).toEqual([]);
          expect(onlyFirst).toHaveLength(10 - arriving.length);
          for (const [a, b] of pairs) expect(first[a]!.packet.frame).toBe(second[b]!.packet.frame);
        },
      ),
    );
  });

  it('takes nothing for the same that came far too late', () => {
    const others = [1, 2].map((seq) => passing(seq * MS, { seq: 900 + seq }));
    const reset = { flags: 4, ack: 0, ipId: 0 };
    const first = [...others, passing(50 * MS, reset)];
    const second = [...others, passing(5000 * MS, reset)];
    expect(align(first, second)).toMatchObject({ onlyFirst: [2], onlySecond: [2] });
  });

  it('does without identifications where a box on the way writes its own', () => {
    const first = [1, 2, 3].map((seq) => passing(seq * MS, { seq, ipId: seq }));
    const second = [1, 2, 3].map((seq) => passing(seq * MS + 100, { seq, ipId: seq + 70 }));
    expect(align(first, second)).toMatchObject({ onlyFirst: [], onlySecond: [] });
  });

  it('looks past what network cards and routers change', () => {
    const sent = passing(0, { flags: 0x18, ipId: 7, ttl: 64, seq: 5, lengthBytes: 10 });
    const seen = passing(9, { flags: 0x50, ipId: 7, ttl: 50, seq: 5, lengthBytes: 10 });
    expect(align([sent], [seen]).pairs).toEqual([[0, 0]]);
  });
});

describe('the way of packets', () => {
  it('is told past three captures', () => {
    const all = [1, 2, 3].map((seq) => data(seq, seq, 5, seq));
    const journeys = journeysOf([all, all.slice(0, 2), all.slice(0, 1)]);
    expect(journeys.map(({ seen }) => seen.map((each) => each !== null))).toEqual([
      [true, true, true],
      [true, true, false],
      [true, false, false],
    ]);
  });

  it('holds a segment and the parts that a network card makes of it for the same', () => {
    const whole = [data(0, 0xffff_ff00, 3000, 1)];
    const parts = [data(1, 0xffff_ff00, 1000, 1), data(2, 744, 1000, 2), data(3, 1744, 1000, 3)];
    for (const places of [
      [whole, parts],
      [parts, whole],
    ]) {
      for (const { seen } of journeysOf(places)) expect(seen).not.toContain(null);
    }
  });

  it('takes such a segment apart where some of its parts are missing', () => {
    const whole = data(0, 0xffff_ff00, 3000, 1);
    const part = data(1, 744, 1000, 2);
    const told = journeysOf([[whole], [part]]).map(({ seq, lengthBytes, seen }) => [seq, lengthBytes, seen]);
    expect(told).toEqual([
      [0xffff_ff00, 1000, [whole, null]],
      [744, 1000, [whole, part]],
      [1744, 1000, [whole, null]],
    ]);
  });

  it('keeps those apart that one place saw all of and another only some', () => {
    const whole = server(data(0, 1000, 2000, 9));
    const parts = [data(5, 1000, 1000, 1), data(5, 2000, 1000, 2)].map(server);
    const [first, second] = journeysOf([parts.slice(0, 1), parts, [whole]]);
    expect(first!.seen).toEqual([parts[0], parts[0], whole]);
    expect(second!.seen).toEqual([null, parts[1], whole]);
    expect(journeysOf([parts, parts, [whole]])).toMatchObject([{ seq: 1000, lengthBytes: 2000 }]);
  });
});
