import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowTable, KEY_WORDS } from '../src/track/flow-table.ts';

interface Flow {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Few addresses and ports, so that flows meet again and differ in as little as one word. */
const port = fc.oneof(fc.constantFrom(0, 1, 80, 0x7fff, 0x8000, 0xffff), fc.nat(0xffff));
const byte = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
const flow: fc.Arbitrary<Flow> = fc.constantFrom(4, 16).chain((length) => {
  const address = fc
    .tuple(fc.nat(length - 1), byte)
    .map(([at, value]) => new Uint8Array(length).fill(value, at, at + 1));
  return fc.record({ source: address, destination: address, sourcePort: port, destinationPort: port });
});

function turned({ source, destination, sourcePort, destinationPort }: Flow): Flow {
  return {
    source: destination,
    destination: source,
    sourcePort: destinationPort,
    destinationPort: sourcePort,
  };
}

/** Looks a flow up, with its addresses somewhere in a frame. */
function find(table: FlowTable, { source, destination, sourcePort, destinationPort }: Flow): number {
  const frame = new Uint8Array(64).fill(0xa5);
  frame.set(source, 7);
  frame.set(destination, 7 + source.length);
  return table.find(frame, 7, 7 + source.length, source.length, sourcePort, destinationPort);
}

/** The same for both directions, different for different ends. */
function keyOf({ source, destination, sourcePort, destinationPort }: Flow): string {
  return [`${source.join('.')} ${sourcePort}`, `${destination.join('.')} ${destinationPort}`]
    .sort()
    .join(' - ');
}

function sameEnd(
  end: { readonly address: Uint8Array; readonly port: number },
  address: Uint8Array,
  endPort: number,
): boolean {
  return end.port === endPort && end.address.join('.') === address.join('.');
}

/** Thousands of flows, some in IPv6. */
function numbered(n: number): Flow {
  return {
    source:
      n % 3 === 0 ? new Uint8Array(16).fill(n & 0xff, 8) : Uint8Array.of(10, 0, (n >> 8) & 0xff, n & 0xff),
    destination: n % 3 === 0 ? new Uint8Array(16).fill(9) : Uint8Array.of(192, 0, 2, 80),
    sourcePort: 1024 + (n % 60_000),
    destinationPort: 443,
  };
}

/** The IPv6 address that begins like an IPv4 one. */
function six(address: Uint8Array): Uint8Array {
  return Uint8Array.of(...address, ...new Uint8Array(12));
}

type Step = readonly [action: 'insert' | 'remove' | 'replace', which: number];

describe('the flow table', () => {
  it('finds what a map finds, in both directions, through insertions, replacements and removals', () => {
    const step = fc.tuple(fc.constantFrom('insert', 'insert', 'remove', 'replace'), fc.nat(1_000_000));
    fc.assert(
      fc.property(
        fc.uniqueArray(flow, { selector: keyOf, minLength: 2, maxLength: 40, size: 'max' }),
        fc.array(step as fc.Arbitrary<Step>, { maxLength: 200, size: 'max' }),
        (flows, steps) => {
          const table = new FlowTable();
          const model = new Map<string, number>();
          let slots = 0;
          for (const [action, which] of steps) {
            const each = flows[which % flows.length]!;
            const key = keyOf(each);
            const before = model.get(key);
            expect(find(table, which % 2 === 0 ? each : turned(each))).toBe(before ?? -1);
            if (action === 'insert' && before === undefined) {
              table.insert(slots);
              model.set(key, slots++);
            } else if (action === 'replace' && before !== undefined) {
              table.rememberAs(slots, before);
              table.replace(before, slots);
              model.set(key, slots++);
            } else if (action === 'remove' && before !== undefined) {
              table.remove(before);
              model.delete(key);
            }
            expect(table.count).toBe(model.size);
          }
          for (const [key, slot] of model) {
            const each = flows.find((one) => keyOf(one) === key)!;
            find(table, each);
            expect(sameEnd(table.end(slot, table.fromLower), each.source, each.sourcePort)).toBe(true);
          }
          for (const each of flows) {
            const slot = model.get(keyOf(each)) ?? -1;
            expect(find(table, each)).toBe(slot);
            expect(find(table, turned(each))).toBe(slot);
          }
        },
      ),
    );
  });

  it('tells which of the ends sent, and gives them back', () => {
    fc.assert(
      fc.property(flow, (each) => {
        const table = new FlowTable();
        expect(find(table, each)).toBe(-1);
        const { fromLower } = table;
        table.insert(3);
        expect(sameEnd(table.end(3, fromLower), each.source, each.sourcePort)).toBe(true);
        expect(sameEnd(table.end(3, !fromLower), each.destination, each.destinationPort)).toBe(true);
        expect(find(table, turned(each))).toBe(3);
        const isLoop = keyOf(each)
          .split(' - ')
          .every((end, _at, ends) => end === ends[0]);
        expect(table.fromLower).toBe(isLoop ? fromLower : !fromLower);
      }),
    );
  });

  it('gives equal ends equal keys, whatever the connection', () => {
    const end = fc.tuple(fc.constantFrom(4, 16), byte, port);
    fc.assert(
      fc.property(end, end, ([length, value, firstPort], [, other, secondPort]) => {
        const flowFrom = (source: number, sourcePort: number, tail: number): Flow => ({
          source: new Uint8Array(length).fill(source),
          destination: new Uint8Array(length).fill(tail, length - 1),
          sourcePort,
          destinationPort: 7,
        });
        const table = new FlowTable();
        const keys = [
          flowFrom(value, firstPort, 3),
          flowFrom(value, firstPort, 4),
          flowFrom(other, secondPort, 5),
        ].map((each, slot) => {
          if (find(table, each) < 0) table.insert(slot);
          expect(table.addressLength(slot)).toBe(length);
          return table.endKey(slot, table.fromLower);
        });
        expect(keys[0]).toBe(keys[1]);
        expect(keys[2] === keys[0]).toBe(value === other && firstPort === secondPort);
      }),
    );
  });

  it('remembers ends that were put aside', () => {
    fc.assert(
      fc.property(flow, (each) => {
        const table = new FlowTable();
        find(table, each);
        const { fromLower } = table;
        table.insert(5);
        const aside = new Int32Array(3 + KEY_WORDS);
        table.copyEnds(5, aside, 3);
        table.remove(5);
        table.restoreEnds(9000, aside, 3);
        expect(sameEnd(table.end(9000, fromLower), each.source, each.sourcePort)).toBe(true);
        expect(sameEnd(table.end(9000, !fromLower), each.destination, each.destinationPort)).toBe(true);
        expect(find(table, each)).toBe(-1);
      }),
    );
  });

  it('does not take IPv4 addresses for the IPv6 ones that begin alike', () => {
    const table = new FlowTable();
    const four = {
      source: Uint8Array.of(1, 2, 3, 4),
      destination: Uint8Array.of(5, 6, 7, 8),
      sourcePort: 1,
      destinationPort: 2,
    };
    expect(find(table, four)).toBe(-1);
    table.insert(0);
    expect(find(table, { ...four, source: six(four.source), destination: six(four.destination) })).toBe(-1);
  });

  it('stays right while tens of thousands of connections come and go', () => {
    const table = new FlowTable();
    const live: { readonly n: number; readonly slot: number }[] = [];
    const free: number[] = [];
    let slots = 0;
    let wrong = 0;
    for (let n = 0; n < 60_000; n += 1) {
      if (find(table, numbered(n)) !== -1) wrong += 1;
      const slot = free.pop() ?? slots++;
      table.insert(slot);
      live.push({ n, slot });
      // neither the oldest nor the newest: gaps everywhere
      if (live.length > 1500) {
        const [gone] = live.splice((n * 7919) % live.length, 1);
        if (find(table, turned(numbered(gone!.n))) !== gone!.slot) wrong += 1;
        table.remove(gone!.slot);
        free.push(gone!.slot);
        if (find(table, numbered(gone!.n)) !== -1) wrong += 1;
      }
    }
    for (const { n, slot } of live) if (find(table, turned(numbered(n))) !== slot) wrong += 1;
    expect(wrong).toBe(0);
    expect(table.count).toBe(live.length);
  });
});
