import { describe, expect, it } from 'vitest';
import { type CaseEntry, cases, claims, decidableClaims, describedCases, isDecidable } from '../src/index.ts';

const entries: readonly CaseEntry[] = describedCases.map((id) => cases[id]);

describe('the cases made here', () => {
  it.each(entries)('$id stands under its own id, its variants under names of their own', (entry) => {
    expect(cases[entry.id as keyof typeof cases]).toBe(entry);
    const names = entry.variants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it.each(entries)('$id: a call pattern and a wire pattern can each be met', ({ variants }) => {
    for (const { expects } of variants) {
      const times = [
        ...Object.values(expects.calls).flat(),
        ...Object.values(expects.wire)
          .flat()
          .flatMap((step) => ('anyOrder' in step ? step.anyOrder : [step])),
        ...expects.kernel.resets,
      ].flatMap((step) => (step.times === undefined ? [] : [step.times]));
      for (const { min, max } of times) expect(max === null || (max >= min && max > 0)).toBe(true);
    }
  });
});

describe("the seed articles' claims", () => {
  it('are S01 to S46, in order', () => {
    const expected = Array.from({ length: 46 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`);
    expect(claims.map(({ id }) => id)).toEqual(expected);
  });

  it('are decided by runs exactly where the list of ids says so', () => {
    expect(claims.filter(isDecidable).map(({ id }) => id)).toEqual(decidableClaims);
  });

  it('look only at runs that exist, of cases that name the claim in turn', () => {
    for (const { id, test } of claims) {
      if (test.by === 'nothing') continue;
      for (const run of test.runs) {
        const [caseId = '', variant] = run.split('/');
        const entry = entries.find((candidate) => candidate.id === caseId);
        expect(entry, `${id} looks at ${run}`).toBeDefined();
        expect(entry?.claims, `${caseId} does not name ${id}`).toContain(id);
        if (variant !== undefined) expect(entry?.variants.map(({ name }) => name)).toContain(variant);
      }
    }
  });
});
