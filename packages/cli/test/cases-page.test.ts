import { describe, expect, it } from 'vitest';
import { cases, describedCases } from '@halfopen/catalogue';
import { casePage } from '../src/cases/page.ts';

const style = { colour: false, ascii: false, width: 100 };

describe('a case as a page', () => {
  it('reads like a manual page', async () => {
    await expect(`${casePage(style, cases['close-unread'])}\n`).toMatchFileSnapshot(
      './golden/case-close-unread.golden.txt',
    );
  });

  it.each(describedCases)('%s fits its width and says everything', (id) => {
    const entry = cases[id];
    const page = casePage(style, entry);
    for (const line of page.split('\n')) {
      // Calls with a note and lists of kinds stand on one line, however long.
      if (!/^ {8}/.test(line)) expect(line.length, line).toBeLessThanOrEqual(100);
    }
    for (const { name } of entry.variants) expect(page).toContain(name);
    for (const { where } of entry.references) expect(page.replaceAll(/\s+/g, ' ')).toContain(where);
  });

  it('says who ends a variant where it is not who ends the case', () => {
    const page = casePage(style, cases['close-reader-exits']).replaceAll(/\s+/g, ' ');
    expect(page).toContain('Phase: closing. Ended by the client.');
    expect(page).toMatch(/ flood: Roles swapped: [^:]* Ended by the server\. /);
    expect(page).not.toMatch(/ sigpipe-ignored: [^:]* Ended by/);
  });

  it('keeps to ASCII when asked', () => {
    const page = casePage({ ...style, ascii: true }, cases['conn-blackhole']);
    const arrows = page.split('\n').filter((line) => line.includes('SYN') && line.includes('>'));
    expect(arrows.length).toBeGreaterThan(0);
    expect(page).not.toContain('──▶');
  });
});
