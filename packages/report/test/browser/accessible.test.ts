import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drop, hasBrowser, launch, open, sample } from './support.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong: WCAG 2.2 AA and its own best practice. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ html }) => html)
        .slice(0, 3)
        .join(' ')}`,
  );
}

describe.skipIf(!hasBrowser)('accessibility', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
  });

  describe.each([
    ['light', 1400, false],
    ['dark', 1400, true],
    ['on a phone', 390, false],
  ])('%s', (_name, width, dark) => {
    it.each([
      ['the start', [], ''],
      ['a connection', ['close-unread.client.pcap'], '.event h3'],
      ['its table', ['close-unread.client.pcap'], '.event h3'],
      ['an overview', ['close-unread.client.pcap', 'close-half.client.pcap'], '#headline'],
    ] as const)('%s', async (what, files, sign) => {
      const { page } = await open(browser, { width, dark });
      if (files.length > 0) {
        await drop(page, files.map(sample));
        await page.locator(sign).waitFor();
      }
      if (what === 'its table') await page.keyboard.press('3');
      expect(await findings(page)).toEqual([]);
      await page.close();
    });
  });
});
