import { describe, expect, it } from 'vitest';
import {
  type CaseDescription,
  type CaseName,
  caseNames,
  cases,
  describeCase,
  describedCases,
  isMade,
  unmadeCases,
} from '../src/index.ts';

const everyCase = Object.keys(caseNames) as CaseName[];
const descriptions: readonly CaseDescription[] = everyCase.map(describeCase);
/** A full stop, a question mark, a bracket; a quotation may close behind it. */
const sentence = /[.?!)][”’"]?$/;

/** What the programs see, in words: of each variant, or of the one way that is known. */
function sights(id: CaseName): string[] {
  const ways = isMade(id) ? cases[id].variants : [unmadeCases[id]];
  return ways.flatMap(({ clientSees, serverSees }) => [clientSees, serverSees]);
}

describe('the catalogue', () => {
  it('gives every name a short meaning of its own', () => {
    const meanings = Object.values(caseNames);
    for (const meaning of meanings) expect(meaning).toMatch(/^\S.{8,79}$/);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('describes every name once, made here or not', () => {
    expect([...describedCases, ...Object.keys(unmadeCases)].sort()).toEqual([...everyCase].sort());
    for (const id of everyCase) expect(describeCase(id).id).toBe(id);
  });

  it('gives no two cases the same title, and none the proof of another', () => {
    for (const texts of [
      descriptions.map(({ title }) => title),
      descriptions.map(({ provenBy }) => provenBy),
    ])
      expect(new Set(texts).size).toBe(texts.length);
  });
});

describe.each(descriptions)('$id', ({ id, title, about, onTheWire, provenBy, advice, references }) => {
  it('has a phrase for a title, and phrases for what the programs see', () => {
    expect(title).toMatch(/^(?:[^A-Z]|[A-Z]{2}).*[^.]$/);
    for (const seen of sights(id)) expect(seen).toMatch(/^\S.*[^.]$/);
  });

  it('is written in whole sentences', () => {
    const texts = [
      about,
      ...Object.values(onTheWire),
      provenBy,
      ...advice,
      ...references.map(({ says }) => says),
    ];
    for (const text of texts) expect(text).toMatch(sentence);
  });

  it('says briefly what proves it', () => {
    expect(provenBy.length).toBeLessThanOrEqual(360);
  });
});
