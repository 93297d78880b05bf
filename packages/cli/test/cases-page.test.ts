import { describe, expect, it } from 'vitest';
import {
  type CaseName,
  caseNames,
  cases,
  describeCase,
  describedCases,
  everyCase,
  unmadeCases,
} from '@halfopen/catalogue';
import { lookalikeGroups, lookalikesByVantage, vantages } from '../src/cases/lookalikes.ts';
import { casePage } from '../src/cases/page.ts';

const style = { colour: false, ascii: false, width: 100 };
const unmade = Object.values(unmadeCases);

/** The page as one long line. */
function flat(id: CaseName): string {
  return casePage(style, id).replaceAll(/\s+/g, ' ');
}

describe('a case as a page', () => {
  it.each(['close-unread', 'rst-injected'] as const)('reads like a manual page: %s', async (id) => {
    await expect(`${casePage(style, id)}\n`).toMatchFileSnapshot(`./golden/case-${id}.golden.txt`);
  });

  it.each(everyCase)('%s fits its width and says everything', (id) => {
    for (const line of casePage(style, id).split('\n')) {
      // Calls with a note and lists of kinds stand on one line, however long.
      if (!/^ {8}/.test(line)) expect(line.length, line).toBeLessThanOrEqual(100);
    }
    const { about, provenBy, references } = describeCase(id);
    for (const text of [about, provenBy, ...references.map(({ where }) => where)])
      expect(flat(id)).toContain(text);
  });

  it.each(describedCases)('%s names its variants and the command that shows them', (id) => {
    const page = casePage(style, id);
    for (const { name } of cases[id].variants) expect(page).toContain(name);
    expect(page).toContain(`halfopen lab ${id} --ladder`);
    expect(page).not.toContain('Not made here yet');
  });

  it.each(unmade)('$id says what the programs see, and that no run shows it', (entry) => {
    const page = flat(entry.id);
    expect(page).toContain(`client: ${entry.clientSees} server: ${entry.serverSees}`);
    expect(page).toContain('WHAT THE LAB CHECKS Not made here yet');
    expect(page).not.toContain('--ladder');
  });

  it.each(everyCase)('%s tells of each lookalike once what would settle it', (id) => {
    const page = flat(id);
    const lookalikes = vantages.flatMap((at) => lookalikesByVantage(id)[at]);
    for (const { case: other, settledBy } of lookalikes)
      expect(page.split(`${other} (${caseNames[other]}) ${settledBy}`)).toHaveLength(2);
  });

  it('says who ends a variant where it is not who ends the case', () => {
    const page = flat('close-reader-exits');
    expect(page).toContain('Phase: closing. Ended by the client.');
    expect(page).toMatch(/ flood: Roles swapped: [^:]* Ended by the server\. /);
    expect(page).not.toMatch(/ sigpipe-ignored: [^:]* Ended by/);
  });

  it('keeps to ASCII when asked', () => {
    const page = casePage({ ...style, ascii: true }, 'conn-blackhole');
    const arrows = page.split('\n').filter((line) => line.includes('SYN') && line.includes('>'));
    expect(arrows.length).toBeGreaterThan(0);
    expect(page).not.toContain('──▶');
  });
});

describe('the lookalikes of a case, in groups', () => {
  const refused = { case: 'conn-refused', settledBy: 'One.' } as const;
  const cut = { case: 'idle-cut', settledBy: 'Two.' } as const;
  const half = { case: 'close-half', settledBy: 'Three.' } as const;

  it('stand once each, under all the vantages at which they look the same', () => {
    expect(
      lookalikeGroups({ client: [cut, refused], middle: [refused, half], server: [refused, cut] }),
    ).toEqual([
      { at: ['client', 'middle', 'server'], lookalikes: [refused] },
      { at: ['client', 'server'], lookalikes: [cut] },
      { at: ['middle'], lookalikes: [half] },
    ]);
  });

  it('are followed by the vantages that have none', () => {
    expect(lookalikeGroups({ client: [], middle: [cut], server: [] })).toEqual([
      { at: ['middle'], lookalikes: [cut] },
      { at: ['client', 'server'], lookalikes: [] },
    ]);
  });
});
