import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyConnections } from './many-connections.ts';
import { drop, hasBrowser, launch, open, sample } from './support.ts';

/** What a browser leaves of A4 between margins of 12 mm. */
const PAPER_PX = 703;

async function saved(page: Page, form: string): Promise<string> {
  await page.keyboard.press('e');
  await page.getByLabel(form, { exact: true }).check();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const text = readFileSync(await (await waiting).path(), 'utf8');
  await page.keyboard.press('Escape');
  return text;
}

describe.skipIf(!hasBrowser)('what leaves the page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
  });

  it('prints the first connections of many, and says how many more there are', async () => {
    const { page, complaints } = await open(browser);
    await drop(page, [{ name: 'many.pcap', bytes: manyConnections(1000) }]);
    await page.locator('#headline').waitFor();
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
    expect(pages?.length).toBeLessThan(9);
    await page.emulateMedia({ media: 'print' });
    await page.getByText('800 more connections').waitFor();
    expect(await page.locator('.table-box tbody tr').count()).toBe(200);
    await page.emulateMedia({ media: 'screen' });
    await page.getByText('800 more connections').waitFor({ state: 'detached' });
    expect(await page.locator('.table-box tbody tr').count()).toBeLessThan(100);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('prints all of a connection, in the light, within the margins', async () => {
    const { page } = await open(browser, { dark: true });
    await drop(page, [sample('conn-ack-lost.client.pcap')]);
    await page.locator('.verdict').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.locator(`.ladder .picture[width="696"]`).waitFor();
    await page.setViewportSize({ width: PAPER_PX, height: 1000 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PAPER_PX);
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    await page.getByText('Leaves the same packets').waitFor();
    expect(await page.locator('.verdict details').last().locator('dl').isVisible()).toBe(true);
    expect(await page.locator('.tabs, .minimap').filter({ visible: true }).count()).toBe(0);
    await page.close();
  });

  it('stacks what is compared on a phone', async () => {
    const { page, complaints } = await open(browser, { width: 390, height: 844 });
    await drop(page, [sample('close-unread.client.pcap')]);
    await page.locator('.verdict').waitFor();
    await drop(page, [sample('close-half.client.pcap')]);
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.locator('.ladder').nth(1).waitFor();
    expect(await page.locator('.ladder').count()).toBe(2);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.getByText('lines differ').textContent()).toBe('11 of 13 lines differ');
    expect(await page.locator('.differences table').isVisible()).toBe(false);
    const footer = await page.locator('footer').textContent();
    expect(footer).toContain('close-unread.client.pcap');
    expect(footer).toContain('close-half.client.pcap');
    await page.setViewportSize({ width: 1400, height: 844 });
    await page.locator('.ladder').nth(1).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('saves a picture that stands by itself, light whatever the page is', async () => {
    const { page, complaints } = await open(browser, { dark: true });
    await drop(page, [sample('close-unread.client.pcap')]);
    await page.locator('.verdict').waitFor();
    const svg = await saved(page, 'the ladder as a picture (SVG)');
    expect(svg).not.toContain('var(');
    expect(svg).not.toContain('<style');
    expect(svg).toMatch(/<rect[^>]* fill="rgb\(255, 255, 255\)"/);
    expect(svg).toContain('stroke="rgb(179, 20, 29)"');
    expect(svg).toMatch(/close-unread\.client\.pcap SHA-256 [0-9a-f]{64}/);
    expect(svg).toContain('◆ evidence');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBeUndefined();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('saves text with the frames that the evidence cites', async () => {
    const { page } = await open(browser);
    await drop(page, [sample('conn-ack-lost.client.pcap'), sample('conn-ack-lost.server.pcap')]);
    await page.locator('.verdict').waitFor();
    const text = await saved(page, 'text');
    expect(text).toMatch(/RST-P, seq 1, frame 7 client, 5 server$/m);
    expect(text).toMatch(/ACK, lost, .*, frame 3$/m);
    await page.close();
  });
});
