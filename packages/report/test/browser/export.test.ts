import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, type ReportDocument } from '../../src/index.ts';
import { drop, hasBrowser, launch, open, sample } from './support.ts';

const real = { one: '10.152.56.', other: '10.152.12.' };

/** Saves and reads what was saved. */
async function saved(page: Page, form: string, untick: readonly string[] = []): Promise<string> {
  await page.keyboard.press('e');
  await page.getByLabel(form).check();
  for (const each of untick) await page.getByLabel(each).uncheck();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const path = await (await download).path();
  return readFileSync(path, 'utf8');
}

function bytesOf({ connections }: ReportDocument): Uint8Array[] {
  return connections.flatMap(({ story }) =>
    Object.values(story?.bytes ?? {}).flatMap((frames) => Object.values(frames)),
  );
}

describe.skipIf(!hasBrowser)('what is saved', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
  });

  async function shown(...names: readonly string[]): Promise<Page> {
    const { page } = await open(browser);
    await drop(page, names.map(sample));
    await page.locator('.verdict').waitFor();
    return page;
  }

  it('is a page without addresses and payload, unless somebody wants them', async () => {
    const page = await shown('close-unread.client.pcap');
    const document = (await openPage(await saved(page, 'a page like this one')))!;
    expect(document.redaction).toEqual({ addresses: 'mapped', payloadBytes: 0 });
    expect(JSON.stringify(document)).not.toContain(real.one);
    expect(bytesOf(document).every((bytes) => !bytes.join().includes('10,152,56'))).toBe(true);
    expect(Math.max(...bytesOf(document).map(({ length }) => length))).toBeLessThan(65);
    await page.close();
    const again = await shown('close-unread.client.pcap');
    const whole = (await openPage(await saved(again, 'a page like this one', ['addresses', 'payload'])))!;
    expect(whole.redaction).toEqual({ addresses: 'real', payloadBytes: 256 });
    expect(JSON.stringify(whole)).toContain(real.one);
    expect(bytesOf(whole).some((bytes) => Buffer.from(bytes).includes('hello'))).toBe(true);
    await again.close();
  });

  it('gives away no address of merged captures either', async () => {
    const page = await shown('conn-ack-lost.client.pcap', 'conn-ack-lost.server.pcap');
    const text = await saved(page, 'JSON lines');
    expect(text).not.toContain(real.other);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; packets?: unknown[] });
    expect(lines.map(({ type }) => type)).toEqual(['capture', 'capture', 'connection', 'summary']);
    expect(lines[2]?.packets?.length).toBeGreaterThan(5);
    await page.close();
  });

  it('as text says what the page says', async () => {
    const page = await shown('close-unread.client.pcap');
    const text = await saved(page, 'text');
    expect(text).toContain('failed: close-unread, likely');
    expect(text).toMatch(/RST-A/);
    expect(text).not.toContain(real.one);
    await page.close();
  });

  it('as a picture has every packet, the reset as such', async () => {
    const page = await shown('close-unread.client.pcap');
    const svg = await saved(page, 'the ladder as a picture');
    expect(svg.match(/d="M0 0l-10 /g)).toHaveLength(6);
    expect(svg).toContain('stroke-width="4');
    expect(svg).not.toContain('var(');
    expect(svg).not.toContain(real.one);
    await page.close();
  });

  it('is opened as it was saved, at the place that the address names', async () => {
    const page = await shown('close-unread.client.pcap');
    await page.keyboard.press('e');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const file = `${await (await download).path()}.html`;
    await (await download).saveAs(file);
    await page.close();
    const { page: report, complaints } = await open(browser, {
      file,
      hash: 'connection=1&event=0&view=table',
    });
    await report.getByRole('columnheader', { name: 'evidence' }).waitFor();
    expect(await report.locator('.event h3').textContent()).toContain('SYN');
    expect(await report.locator('footer').textContent()).toContain('Addresses: replaced');
    expect(complaints).toEqual([]);
    await report.close();
  });
});
