import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barePage, drop, hasBrowser, launch, open, sample } from './support.ts';

describe.skipIf(!hasBrowser)('the picture', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    ({ page } = await open(browser));
    await drop(page, [sample('close-unread.client.pcap')]);
    await page.locator('.event h3').waitFor();
  });

  afterAll(async () => {
    await browser.close();
  });

  it('tells what was observed from what was inferred', async () => {
    const calls = await page.locator('.ladder .call').count();
    expect(calls).toBeGreaterThan(4);
    expect(await page.locator('.ladder .call.inferred').count()).toBe(calls);
    expect(await page.locator('.ladder-legend').textContent()).toContain('inferred');
  });

  it('marks resets, evidence, and packets whose arrival nobody saw', async () => {
    expect(await page.locator('.ladder line').count()).toBeGreaterThan(6);
    expect(await page.locator('.ladder g.arrow.reset .head').count()).toBe(1);
    expect(await page.locator('.ladder .item.cited text.mark').count()).toBe(2);
    expect(await page.locator('.ladder .head.hollow').count()).toBe(3);
  });

  it('shows which event a piece of evidence is about, and what is open in the title', async () => {
    expect(await page.locator('.ladder .item.pointed').count()).toBe(0);
    await page.locator('.evidence li').first().hover();
    await page.locator('.ladder .item.pointed', { hasText: 'DATA 6 bytes' }).first().waitFor();
    await page.locator('h1').hover();
    await expect.poll(() => page.locator('.ladder .item.pointed').count()).toBe(0);
    expect(await page.title()).toBe('#1 of close-unread.client.pcap - halfopen');
  });

  it('says where a capture is from, exactly', async () => {
    const hash = createHash('sha256')
      .update(readFileSync(sample('close-unread.client.pcap')))
      .digest('hex');
    expect(await page.locator('footer').textContent()).toContain(hash);
  });

  it('offers the filters that find it in Wireshark', async () => {
    expect(await page.getByRole('button', { name: 'Copy filter for frame 6' }).getAttribute('title')).toBe(
      'frame.number == 6',
    );
    expect(await page.getByRole('button', { name: 'Copy Wireshark filter' }).getAttribute('title')).toContain(
      'tcp.port == 8080',
    );
  });

  it('plots what was sent, acknowledged and allowed, and selects what is clicked', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('2');
    const plot = page.locator('svg.plot').first();
    await plot.waitFor();
    expect(await plot.locator('path.ack').getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+H/);
    expect(await plot.locator('path.edge').getAttribute('d')).toMatch(/^M/);
    const before = await page.locator('.event h3').textContent();
    const box = (await plot.boundingBox())!;
    await page.mouse.click(box.x + box.width - 30, box.y + 30);
    await expect.poll(() => page.locator('.event h3').textContent()).not.toBe(before);
    await page.keyboard.press('1');
  });

  it('links a repetition to what it repeats, and says how long nothing happened', async () => {
    const other = await open(browser);
    await drop(other.page, [sample('conn-ack-lost.client.pcap'), sample('conn-ack-lost.server.pcap')]);
    await other.page.locator('.ladder .item').first().waitFor();
    expect(await other.page.locator('.ladder path.repeat').count()).toBeGreaterThan(0);
    expect(await other.page.locator('.ladder .again line').count()).toBeGreaterThan(0);
    const texts = (await other.page.locator('.ladder .gap text').allTextContents()).join();
    expect(texts).toMatch(/9\d\d ms nothing, then retransmission 1, 1\.0 s after the last/);
    expect(await other.page.locator('.ladder .head.hollow').count()).toBe(0);
    await other.page.close();
  });

  it('changes its colours when asked', async () => {
    const colour = (): Promise<string> =>
      page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const auto = await colour();
    const button = page.getByRole('button', { name: /^Colours/ });
    await button.click();
    await button.click();
    expect(await colour()).not.toBe(auto);
    await button.click();
    expect(await colour()).toBe(auto);
  });

  it('has a policy that names its own script and style and nothing else', () => {
    const html = readFileSync(barePage, 'utf8');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const digest = (element: string): string => {
      const text = new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`).exec(html)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${digest('script')}`,
      `style-src ${digest('style')}`,
      'worker-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
});
