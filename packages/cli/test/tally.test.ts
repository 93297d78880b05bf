import { describe, expect, it } from 'vitest';
import { TallyKeeper } from '../src/lab/tally.ts';

describe('counting cases', () => {
  it('takes a case as its worst run', () => {
    const keeper = new TallyKeeper();
    keeper.add('a', 'as-expected');
    keeper.add('a', 'surprised');
    keeper.add('a', 'as-expected');
    keeper.add('b', 'skipped');
    keeper.add('b', 'as-expected');
    keeper.add('c', 'as-expected');
    expect(keeper.tally).toEqual({ cases: 3, asExpected: 1, surprised: 1, skipped: 1, runs: 6 });
  });
});
