import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyConnections } from './many-connections.ts';
import { drop, hasBrowser, launch, open, type Opened, sample } from './support.ts';

const CONNECTIONS = 100_000;

describe.skipIf(!hasBrowser)('a hundred thousand connections', () => {
  let browser: Browser;
  let opened: Opened;
  let folder = '';

  beforeAll(async () => {
    browser = await launch();
    opened = await open(browser);
    folder = mkdtempSync(join(tmpdir(), 'halfopen-many-'));
    writeFileSync(join(folder, 'many.pcap'), manyConnections(CONNECTIONS));
    await opened.page.setInputFiles('input[type=file]', join(folder, 'many.pcap'));
    await opened.page
      .getByRole('heading', { name: /of 100,000 connections failed/ })
      .waitFor({ timeout: 60_000 });
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(opened.complaints).toEqual([]);
    await browser.close();
  });

  const status = (): Promise<string | null> => opened.page.locator('#filter-says').textContent();

  it('are counted by what became of them', async () => {
    const causes = await opened.page.locator('.cause h4').allTextContents();
    expect(causes.join()).toContain('conn-refused');
    expect(await status()).toBe('100,000 connections');
  });

  it('are a table of a few rows, wherever it is scrolled to', async () => {
    const { page } = opened;
    const box = page.locator('.table-box');
    const rows = box.locator('tbody tr:not([aria-hidden])');
    expect(await rows.count()).toBeLessThan(100);
    await box.focus();
    await page.keyboard.press('G');
    await box.locator(`tr[aria-rowindex="${CONNECTIONS + 1}"]`).waitFor();
    expect(await rows.count()).toBeLessThan(100);
  });

  it('are filtered and sorted as one types', async () => {
    const { page } = opened;
    await page.keyboard.press('/');
    await page.keyboard.type('case conn-refused port 8003');
    await page.getByText('1,429 connections', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'client', exact: true }).click();
    const first = await page.locator('.table-box tbody tr:not([aria-hidden]) .end').first().textContent();
    expect(first).toBe('10.0.0.10:40000');
    await page.locator('#filter').fill('case conn-refusd');
    expect(await status()).toContain('did you mean conn-refused');
    await page.locator('#filter').fill('');
  });

  it('are walked and opened by keys', async () => {
    const { page } = opened;
    await page.locator('#filter').blur();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor();
    await page.keyboard.press(']');
    await page.locator('.verdict').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('#headline').waitFor();
  });

  it('can be stopped while they are read, and what is open stays so', async () => {
    const { page, complaints } = await open(browser);
    await drop(page, [sample('close-unread.client.pcap')]);
    await page.locator('.verdict').waitFor();
    await page.setInputFiles('header input[type=file]', join(folder, 'many.pcap'));
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Reading was stopped.').waitFor();
    await page.getByRole('button', { name: 'Show payload' }).waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Show payload' }).click();
    await page.locator('.hex', { hasText: 'hello' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
