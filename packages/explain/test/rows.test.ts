import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionLayout } from '../src/facts/connection-facts.ts';
import { sideLayout } from '../src/facts/side-facts.ts';
import { ConnectionRow, connectionRowSize } from '../src/rows/connection-row.ts';
import { RowStore } from '../src/rows/row-store.ts';
import { PackedRows } from '../src/rows/packed-rows.ts';
import { type FieldKind, type Movable, sizeOf, viewMaker } from '../src/rows/row-view.ts';
import { zeekEndpointFields } from '../src/zeek/endpoint.ts';

const int = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const real = fc.oneof(fc.double({ noNaN: true }), fc.maxSafeInteger());

function place(
  view: Movable,
  ints: Int32Array,
  intBase: number,
  reals: Float64Array,
  realBase: number,
): void {
  Object.assign(view, { ints, intBase, reals, realBase });
}

/** A layout and a value for each of its fields. */
const layoutWithValues = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.constantFrom<FieldKind>('int', 'real'), {
    minKeys: 1,
    maxKeys: 12,
    noNullPrototype: true,
  })
  .chain((layout) => {
    const values = Object.fromEntries(
      Object.entries(layout).map(([name, kind]) => [name, kind === 'int' ? int : real]),
    );
    return fc.tuple(fc.constant(layout), fc.record(values), fc.record(values));
  });

describe('a view', () => {
  it('reads back what was written, in every field, and keeps neighbouring records apart', () => {
    fc.assert(
      fc.property(layoutWithValues, fc.nat(5), ([layout, first, second], row) => {
        const size = sizeOf(layout);
        const ints = new Int32Array(size.ints * 8).fill(77);
        const reals = new Float64Array(size.reals * 8).fill(7.5);
        const view = viewMaker<Record<string, number>>(layout)();
        for (const [at, values] of [
          [row, first],
          [row + 1, second],
        ] as const) {
          place(view, ints, at * size.ints, reals, at * size.reals);
          for (const name of Object.keys(layout)) view[name] = values[name]!;
        }
        for (const [at, values] of [
          [row, first],
          [row + 1, second],
        ] as const) {
          place(view, ints, at * size.ints, reals, at * size.reals);
          for (const name of Object.keys(layout)) expect(view[name]).toBe(values[name]);
        }
        const untouched = (each: number): boolean => each < row || each > row + 1;
        for (let each = 0; each < 8; each += 1) {
          if (!untouched(each)) continue;
          expect(
            [...ints.subarray(each * size.ints, (each + 1) * size.ints)].every((value) => value === 77),
          ).toBe(true);
          expect(
            [...reals.subarray(each * size.reals, (each + 1) * size.reals)].every((value) => value === 7.5),
          ).toBe(true);
        }
      }),
    );
  });

  it('wraps sequence numbers into signed words', () => {
    const view = viewMaker<{ seq: number }>({ seq: 'int' })();
    place(view, new Int32Array(1), 0, new Float64Array(0), 0);
    view.seq = 0xffff_fff0;
    expect(view.seq).toBe(-16);
    expect((view.seq - 0xffff_fff0) | 0).toBe(0);
  });
});

describe('the store', () => {
  const size = { ints: 3, reals: 2 };

  it('keeps every row as written through takes and releases, and hands out rows of zeros', () => {
    const step = fc.record({ release: fc.boolean(), which: fc.nat(2000), value: int });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 1500, size: 'max' }), (steps) => {
        const store = new RowStore(size);
        const model = new Map<number, number>();
        for (const { release, which, value } of steps) {
          const known = [...model.keys()];
          if (release && known.length > 0) {
            const slot = known[which % known.length]!;
            model.delete(slot);
            store.release(slot);
            continue;
          }
          const slot = store.take();
          expect(model.has(slot)).toBe(false);
          const ints = store.ints(slot).subarray(store.intBase(slot), store.intBase(slot) + size.ints);
          const reals = store.reals(slot).subarray(store.realBase(slot), store.realBase(slot) + size.reals);
          expect([...ints, ...reals]).toEqual([0, 0, 0, 0, 0]);
          ints.fill(value);
          reals.fill(value / 3);
          model.set(slot, value);
        }
        for (const [slot, value] of model) {
          const base = store.intBase(slot);
          expect([...store.ints(slot).subarray(base, base + size.ints)]).toEqual([value, value, value]);
          const reals = store.reals(slot).subarray(store.realBase(slot), store.realBase(slot) + size.reals);
          expect([...reals]).toEqual([value / 3, value / 3]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('grows no further than the most rows in use at one time', () => {
    const store = new RowStore(size);
    const slots: number[] = [];
    for (let each = 0; each < 50_000; each += 1) {
      slots.push(store.take());
      if (slots.length > 600) store.release(slots.shift()!);
    }
    expect(store.slots).toBe(601);
  });
});

describe('the row of a connection', () => {
  it('keeps all fields of the connection, both sides and both Zeek ends apart', () => {
    const store = new RowStore(connectionRowSize);
    const row = new ConnectionRow();
    const slots = [store.take(), store.take(), store.take()];
    const parts = (): readonly (readonly [Record<string, number>, readonly string[]])[] => {
      const { connection, sides, zeek } = row;
      const views = [connection, ...sides, ...zeek] as unknown as readonly Record<string, number>[];
      const names = [connectionLayout, sideLayout, sideLayout].map((layout) => Object.keys(layout));
      return views.map((view, index) => [view, names[index] ?? zeekEndpointFields]);
    };
    let value = 0;
    for (const slot of slots) {
      row.at(store, slot);
      for (const [view, names] of parts()) for (const name of names) view[name] = value += 1;
    }
    const check = (slot: number, before: number): void => {
      let expected = before;
      row.at(store, slot);
      for (const [view, names] of parts())
        for (const name of names) expect(view[name], name).toBe((expected += 1));
    };
    const each = value / slots.length;
    slots.forEach((slot, index) => check(slot, index * each));
    store.clear(slots[1]!);
    row.at(store, slots[1]!);
    for (const [view, names] of parts()) for (const name of names) expect(view[name], name).toBe(0);
    check(slots[0]!, 0);
    check(slots[2]!, 2 * each);
  });
});

describe('rows at rest', () => {
  const size = { ints: 11, reals: 9 };

  it('come back as they went, in whatever order', () => {
    const rows = fc.array(
      fc.tuple(
        fc.array(fc.oneof(fc.constant(0), int, fc.integer({ min: -200, max: 200 })), {
          minLength: 11,
          maxLength: 11,
        }),
        fc.array(fc.oneof(fc.constant(0), real), { minLength: 9, maxLength: 9 }),
        fc.nat(1000),
      ),
      { minLength: 1, maxLength: 60, size: 'max' },
    );
    fc.assert(
      fc.property(rows, (each) => {
        const store = new RowStore(size);
        const packed = new PackedRows(size);
        const kept = each.map(([ints, reals, rank]) => {
          const slot = store.take();
          store.ints(slot).set(ints, store.intBase(slot));
          store.reals(slot).set(reals, store.realBase(slot));
          const handle = packed.keep(store, slot);
          store.release(slot);
          return { handle, ints, reals, rank };
        });
        for (const { handle, ints, reals } of kept.sort((a, b) => a.rank - b.rank)) {
          const slot = store.take();
          packed.fetch(handle, store, slot);
          const base = store.intBase(slot);
          expect([...store.ints(slot).subarray(base, base + size.ints)]).toEqual(ints);
          const from = store.realBase(slot);
          expect([...store.reals(slot).subarray(from, from + size.reals)].map((value) => value + 0)).toEqual(
            reals.map((value) => value + 0),
          );
        }
      }),
    );
  });

  it('take little room, and give it back', () => {
    const store = new RowStore(connectionRowSize);
    const packed = new PackedRows(connectionRowSize);
    const before = process.memoryUsage().arrayBuffers;
    const slot = store.take();
    const handles: number[] = [];
    for (let n = 0; n < 200_000; n += 1) {
      store.ints(slot)[store.intBase(slot) + (n % 50)] = n;
      handles.push(packed.keep(store, slot));
      if (handles.length > 1000) {
        const again = store.take();
        packed.fetch(handles.shift()!, store, again);
        store.release(again);
      }
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
    expect(Math.max(...handles)).toBeLessThan(2000);
  });
});
