import { readFileSync } from 'node:fs';
import { ethernetFrame, LinkType, pcapGlobalHeader, pcapRecord, TcpFlag, tcpPacket } from '@halfopen/wire';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drop, hasBrowser, launch, open, type Opened, sample } from './support.ts';

const encoder = new TextEncoder();
const script = '<script>globalThis.injected = true</script><img src=x onerror="globalThis.injected = true">';

/** A capture of one segment with a payload that would like to be HTML. */
function hostileCapture(): Uint8Array {
  const packet = tcpPacket({
    source: { address: '10.0.0.1', port: 40_000 },
    destination: { address: '10.0.0.2', port: 80 },
    seqNumber: 1,
    ackNumber: 1,
    flags: TcpFlag.ACK | TcpFlag.PSH,
    window: 500,
    payload: encoder.encode(`GET /${script} HTTP/1.1\r\n\r\n`),
  });
  const frame = ethernetFrame({ payload: packet });
  return Buffer.concat([
    pcapGlobalHeader({ linkType: LinkType.ethernet }),
    pcapRecord({ seconds: 1, nanoseconds: 0, data: frame }),
    pcapRecord({ seconds: 2, nanoseconds: 0, data: frame }),
  ]);
}

describe.skipIf(!hasBrowser)('bad input', () => {
  let browser: Browser;
  let opened: Opened;

  beforeAll(async () => {
    browser = await launch();
    opened = await open(browser);
  });

  afterAll(async () => {
    expect(opened.complaints).toEqual([]);
    await browser.close();
  });

  it.each([
    ['nothing', 'empty.pcap', new Uint8Array(0)],
    ['a text', 'notes.txt', encoder.encode('Dear diary, the connection was reset again.\n'.repeat(20))],
    ['HTML under a name that is some, too', `${script}.pcap`, encoder.encode(script)],
    ['a magic number and no more', 'short.pcap', new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1, 2, 0])],
    ['noise', 'noise.pcapng', Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) & 0xff)],
  ])('%s is refused in words, and the page goes on', async (_what, name, bytes) => {
    const { page } = opened;
    await drop(page, [{ name, bytes }]);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect((await alert.textContent())!.length).toBeGreaterThan(15);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('heading', { name: 'Why did the connection die?' }).waitFor();
    expect(await page.evaluate('globalThis.injected')).toBeUndefined();
  });

  it('a capture that breaks off is told as far as it goes', async () => {
    const { page } = opened;
    const bytes = readFileSync(sample('close-unread.client.pcap'));
    await drop(page, [{ name: 'cut.pcap', bytes: bytes.subarray(0, bytes.length - 20) }]);
    await page.locator('.verdict').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('breaks off');
  });

  it('payload that would like to be HTML stays text', async () => {
    const { page } = opened;
    await drop(page, [{ name: `${script}.pcap`, bytes: hostileCapture() }]);
    await page.getByRole('button', { name: /^Open instead/ }).click();
    await page.locator('.ladder .item', { hasText: 'DATA' }).first().click();
    await page.getByRole('button', { name: 'Show payload' }).click();
    await page.locator('.hex', { hasText: '<sc' }).waitFor();
    expect(await page.evaluate('globalThis.injected')).toBeUndefined();
    expect(await page.locator('main img').count()).toBe(0);
  });

  it('a link into nowhere shows the overview', async () => {
    const { page } = opened;
    await page.evaluate(
      `location.hash = 'connection=999999&event=4&view=nonsense&filter=%3Cscript%3E&sort=x'`,
    );
    await page.locator('#headline').waitFor();
  });
});
