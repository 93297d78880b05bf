import { expect, it } from 'vitest';
import { emptySum } from '../src/cli/report.ts';
import { seedsTable } from '../src/cli/seeds-table.ts';

it('tells every sum of a subject in a column of its own', () => {
  const sum = {
    ...emptySum(),
    runs: 10,
    sound: 9,
    sent: 500,
    delivered: 490,
    lost: 1,
    repeated: 2,
    flagged: 3,
    reordered: 4,
    uncertain: 5,
    orphaned: 6,
  };
  const text = seedsTable(new Map([['session', sum]]));
  const [head, rule, row] = text.split('\n');
  expect(head).toBe(
    '| subject | runs | sound | sent | delivered | lost | repeated | repeated with a warning | out of order | given back | died with their sender |',
  );
  expect(rule?.split('|')).toHaveLength(head?.split('|').length ?? 0);
  expect(row).toBe('| session | 10 | 9 | 500 | 490 | 1 | 2 | 3 | 4 | 5 | 6 |');
});
