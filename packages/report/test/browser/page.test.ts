import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barePage, drop, hasBrowser, launch, open, type Opened, sample } from './support.ts';

describe.skipIf(!hasBrowser)('the page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
  });

  /** Opens the page, does something, and makes sure that nothing went wrong besides. */
  async function within(body: (opened: Opened) => Promise<void>, how = {}): Promise<void> {
    const opened = await open(browser, how);
    try {
      await body(opened);
      expect(opened.complaints).toEqual([]);
    } finally {
      await opened.page.close();
    }
  }

  it('is one file that may reach no network', () => {
    const html = readFileSync(barePage, 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(?:link|img|iframe|script[^>]* src)/);
    expect(gzipSync(html, { level: 9 }).length).toBeLessThan(140_000);
  });

  it('explains a capture that is dropped on it, and opens at what decided it', () =>
    within(async ({ page }) => {
      await drop(page, [sample('close-unread.client.pcap')]);
      await page.getByRole('heading', { name: 'failed: close-unread' }).waitFor();
      await page.getByText('The server aborted the connection').waitFor();
      expect(await page.locator('.event h3').textContent()).toContain('RST-A');
      expect(await page.locator('.event .says').textContent()).toContain('evidence for close-unread');
      expect(new URL(page.url()).hash).toMatch(/connection=1&event=\d+/);
    }));

  it('is walked by keys alone', () =>
    within(async ({ page }) => {
      await drop(page, [sample('close-unread.client.pcap')]);
      const heading = page.locator('.event h3');
      await heading.waitFor();
      const selected = async (): Promise<string> => (await heading.textContent()) ?? '';
      await page.keyboard.press('g');
      const first = await selected();
      await page.keyboard.press('j');
      expect(await selected()).not.toBe(first);
      await page.keyboard.press('k');
      expect(await selected()).toBe(first);
      await page.keyboard.press('n');
      expect(await selected()).toContain('DATA 6 bytes');
      await page.keyboard.press('n');
      expect(await selected()).toContain('RST-A');
      await page.keyboard.press('p');
      expect(await selected()).toContain('DATA 6 bytes');
      await page.keyboard.press('f');
      expect(await selected()).toContain('RST-A');
      await page.keyboard.press('3');
      await page.getByRole('columnheader', { name: 'evidence' }).waitFor();
      await page.keyboard.press('2');
      await page.locator('svg.plot').first().waitFor();
      const whole = page.getByRole('button', { name: 'Show all of it' });
      await page.keyboard.press('+');
      await whole.waitFor();
      await page.keyboard.press('0');
      await whole.waitFor({ state: 'detached' });
      await page.keyboard.press('1');
      await page.keyboard.press('t');
      expect(await page.getByLabel('true scale of time').isChecked()).toBe(true);
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Keys and signs' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await heading.waitFor({ state: 'detached' });
    }));

  it('keeps the place in the address', () =>
    within(
      async ({ page }) => {
        await drop(page, [sample('close-half.client.pcap')]);
        await page.locator('.verdict').waitFor();
        await page.keyboard.press('3');
        await page.keyboard.press('g');
        const { hash } = new URL(page.url());
        expect(hash).toContain('view=table');
        expect(hash).toMatch(/event=\d+/);
      },
      { width: 1000 },
    ));

  it('shows header and bytes of a packet, and its payload only when asked', () =>
    within(async ({ page }) => {
      await drop(page, [sample('close-unread.client.pcap')]);
      await page.locator('.event h3').waitFor();
      await page.keyboard.press('p');
      const bytes = page.locator('.hex');
      const before = (await bytes.textContent()) ?? '';
      expect(before).not.toContain('hello');
      expect(await page.locator('.fields').textContent()).toContain('sequence number');
      await page.getByRole('button', { name: 'Show payload' }).click();
      await bytes.filter({ hasText: 'hello' }).waitFor();
    }));

  it('compares two captures side by side', () =>
    within(async ({ page }) => {
      await drop(page, [sample('close-unread.client.pcap')]);
      await page.locator('.verdict').waitFor();
      await drop(page, [sample('close-half.client.pcap')]);
      await page.getByRole('button', { name: /^Compare/ }).click();
      await page.locator('.differences').waitFor();
      expect(await page.locator('.differences tr.differs').count()).toBeGreaterThan(2);
      expect(await page.locator('.ladder .item').count()).toBeGreaterThan(12);
      await page.keyboard.press('Escape');
      await page.locator('.verdict').waitFor();
    }));

  it('holds several captures of the same traffic against each other', () =>
    within(async ({ page }) => {
      await drop(page, [sample('conn-ack-lost.client.pcap'), sample('conn-ack-lost.server.pcap')]);
      await page.getByRole('heading', { name: /conn-ack-lost/ }).waitFor();
      expect(await page.locator('.ladder .lost-word').count()).toBeGreaterThan(0);
    }));
});
