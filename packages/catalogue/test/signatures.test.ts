import { describe, expect, it } from 'vitest';
import { type CaseName, caseNames, lookalikesOf, signatures, type Vantage } from '../src/index.ts';

const everyCase = Object.keys(caseNames) as CaseName[];
const vantages: readonly Vantage[] = ['client', 'middle', 'server'];

describe('the register of signatures', () => {
  it('gives each a name of its own', () => {
    const names = signatures.map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(signatures)('$name: what packets show, in a sentence, and where', ({ about, at }) => {
    expect(about).toMatch(/^[A-Z].*[.)]$/);
    expect(at).toEqual(vantages.filter((vantage) => at.includes(vantage)));
    expect(at.length).toBeGreaterThan(0);
  });

  it.each(signatures)('$name: two cases or more, each once', ({ cases }) => {
    expect(cases.length).toBeGreaterThanOrEqual(2);
    expect(new Set(cases).size).toBe(cases.length);
  });
});

describe.each(vantages)('lookalikes at the %s', (at) => {
  it('are the other cases of the signatures that can be seen there, each once', () => {
    for (const id of everyCase) {
      const shared = signatures.filter((each) => each.at.includes(at) && each.cases.includes(id));
      const others = new Set(shared.flatMap(({ cases }) => cases).filter((each) => each !== id));
      expect(lookalikesOf(id, at), id).toEqual([...others]);
    }
  });

  it('look like each other', () => {
    const oneWay = everyCase.flatMap((id) =>
      lookalikesOf(id, at).filter((other) => !lookalikesOf(other, at).includes(id)),
    );
    expect(oneWay).toEqual([]);
  });
});
