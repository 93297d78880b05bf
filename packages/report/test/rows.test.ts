import { type Outcome, outcomes, parseFilter } from '@halfopen/explain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causesOf } from '../src/library/causes.ts';
import { RowCollector, rowAt, type RowFacts, type Rows } from '../src/library/rows.ts';
import { selectRows, type SortKey, sortKeys, sortRows } from '../src/library/select.ts';

const end = fc.record({
  address: fc.constantFrom('10.0.0.1', '10.0.0.10', '10.0.0.9', '::1', 'fd00::2'),
  port: fc.integer({ min: 0, max: 65_535 }),
});
const facts: fc.Arbitrary<Omit<RowFacts, 'id'>> = fc.record({
  client: end,
  server: end,
  outcome: fc.constantFrom<Outcome>(...outcomes),
  case: fc.constantFrom('close-unread' as const, 'conn-refused' as const, null),
  certainty: fc.constantFrom('certain' as const, 'likely' as const, 'possible' as const),
  startNs: fc.nat(),
  durationNs: fc.nat(),
  bytes: fc.nat(),
  frames: fc.nat(),
});

function rowsOf(all: readonly Omit<RowFacts, 'id'>[]): Rows {
  const collector = new RowCollector();
  all.forEach((each, at) => collector.add({ ...each, id: at + 1 }));
  return collector.rows();
}

describe('rows', () => {
  it('say what was put into them', () => {
    fc.assert(
      fc.property(fc.array(facts), (all) => {
        const rows = rowsOf(all);
        expect(all.map((_, at) => rowAt(rows, at))).toEqual(all.map((each, at) => ({ ...each, id: at + 1 })));
      }),
    );
  });

  it('are sorted by any column, and equal ones keep their order', () => {
    fc.assert(
      fc.property(
        fc.array(facts),
        fc.constantFrom<SortKey>(...sortKeys),
        fc.boolean(),
        (all, by, descending) => {
          const rows = rowsOf(all);
          const sorted = sortRows(rows, selectRows(rows, []), by, descending);
          expect([...sorted].sort((a, b) => a - b)).toEqual(all.map((_, at) => at));
          if (by !== 'bytes') return;
          const values = Array.from(sorted, (at) => all[at]!.bytes);
          expect(values).toEqual(values.toSorted((a, b) => (descending ? b - a : a - b)));
          for (let at = 1; at < sorted.length; at += 1)
            if (values[at] === values[at - 1]) expect(sorted[at]!).toBeGreaterThan(sorted[at - 1]!);
        },
      ),
    );
  });

  it('are sorted by addresses as numbers, not as letters', () => {
    const row = {
      server: { address: '::1', port: 1 },
      outcome: 'ok',
      case: null,
      certainty: 'likely',
    } as const;
    const numbers = { startNs: 0, durationNs: 0, bytes: 0, frames: 1 };
    const rows = rowsOf(
      ['10.0.0.10', '10.0.0.9', '10.0.0.1'].map((address) => ({
        ...row,
        ...numbers,
        client: { address, port: 1 },
      })),
    );
    expect([...sortRows(rows, selectRows(rows, []), 'client', false)]).toEqual([2, 1, 0]);
  });

  it('are worst first unless something else is asked for', () => {
    fc.assert(
      fc.property(fc.array(facts), (all) => {
        const rows = rowsOf(all);
        const order = Array.from(sortRows(rows, selectRows(rows, []), '', false), (at) =>
          outcomes.indexOf(all[at]!.outcome),
        );
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });

  it('pass a filter as records do', () => {
    fc.assert(
      fc.property(fc.array(facts), (all) => {
        const rows = rowsOf(all);
        const passed = selectRows(rows, parseFilter('outcome failed client 10.0.0.9'));
        const expected = all.flatMap((each, at) =>
          each.outcome === 'failed' && each.client.address === '10.0.0.9' ? [at] : [],
        );
        expect([...passed]).toEqual(expected);
      }),
    );
  });

  it('come to causes: every failure is in exactly one, the worst and most frequent first', () => {
    fc.assert(
      fc.property(fc.array(facts), (all) => {
        const causes = causesOf(rowsOf(all));
        const failed = causes.filter(({ outcome }) => outcome === 'failed');
        expect(failed.reduce((sum, { count }) => sum + count, 0)).toBe(
          all.filter(({ outcome }) => outcome === 'failed').length,
        );
        expect(causes.slice(0, failed.length)).toEqual(failed);
        for (const { example, name, outcome } of causes) {
          expect(all[example]).toMatchObject({ case: name, outcome });
          expect(outcome).not.toBe('ok');
        }
      }),
    );
  });
});
