import { describe, expect, it } from 'vitest';
import { cases, describedCases } from '@halfopen/catalogue';
import { exitCodes } from '../src/exit-codes.ts';
import { caseNamed } from '../src/cases/case-named.ts';
import { madeCaseNamed, selectBookings } from '../src/lab/select.ts';

const names = (words: readonly string[], all = false): string[] =>
  selectBookings(words, all).map(({ scenario, variant }) => `${scenario.case.id}/${variant}`);

describe('choosing runs', () => {
  it('takes all variants of a case, one variant, or everything', () => {
    expect(names(['close-linger0'])).toEqual(
      cases['close-linger0'].variants.map(({ name }) => `close-linger0/${name}`),
    );
    expect(names(['close-linger0/write-first'])).toEqual(['close-linger0/write-first']);
    expect(new Set(names([], true).map((name) => name.split('/')[0]))).toEqual(new Set(describedCases));
  });

  it('takes a word given twice once', () => {
    expect(names(['close-half', 'close-half'])).toEqual(names(['close-half']));
    expect(names(['close-linger0', 'close-linger0/write-first'])).toEqual(names(['close-linger0']));
  });

  it('suggests names that can be run', () => {
    expect(() => madeCaseNamed('conn-refusd')).toThrow(/Did you mean conn-refused\?/);
    expect(() => madeCaseNamed('rst-inject')).not.toThrow(/rst-injected/);
    expect(() => caseNamed('rst-inject')).toThrow(/Did you mean rst-injected\?/);
  });

  it('says of a case without a run that it is not made here yet, and where it is described', () => {
    expect(caseNamed('rst-injected')).toBe('rst-injected');
    expect(() => selectBookings(['rst-injected'], false)).toThrow(
      /rst-injected is not made here yet .*halfopen cases rst-injected$/,
    );
  });

  it('takes nothing else for a name', () => {
    expect(() => selectBookings(['close-unread/nonsense'], false)).toThrow(/it has plain/);
    try {
      caseNamed('constructor');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ exitCode: exitCodes.usage });
    }
  });
});
