/** A real browser with the page in it: whatever goes wrong there, or asks for the network, is noted. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

export const root: string = join(import.meta.dirname, '..', '..', '..', '..');
export const barePage: string = join(root, 'packages', 'report', 'dist', 'page', 'halfopen.html');

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Whether there is a browser to test with. */
export const hasBrowser: boolean = executablePath !== undefined;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
}

/** A page and what it complained about. */
export interface Opened {
  readonly page: Page;
  /** Errors, warnings on the console, requests of any kind. Must stay empty. */
  readonly complaints: readonly string[];
}

export interface OpenHow {
  readonly file?: string;
  readonly hash?: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** Opens the page from disk, as a person does. */
export async function open(browser: Browser, how: OpenHow = {}): Promise<Opened> {
  const { file = barePage, hash = '', width = 1400, height = 900, dark = false } = how;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
  });
  const complaints: string[] = [];
  const own = pathToFileURL(file).href;
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith('blob:')) complaints.push(`asked for ${url}`);
  });
  await page.goto(`${own}${hash === '' ? '' : `#${hash}`}`);
  await page.waitForSelector('main');
  return { page, complaints };
}

/** Drops files onto the page: a real drop event with real files in it. Each is a path, or a name with bytes. */
export async function drop(
  page: Page,
  files: readonly (string | { readonly name: string; readonly bytes: Uint8Array })[],
): Promise<void> {
  const contents = files.map((file) =>
    typeof file === 'string'
      ? { name: basename(file), base64: readFileSync(file).toString('base64') }
      : { name: file.name, base64: Buffer.from(file.bytes).toString('base64') },
  );
  const transfer = await page.evaluateHandle(`
    const data = new DataTransfer();
    for (const { name, base64 } of ${JSON.stringify(contents)})
      data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name));
    data;
  `);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** A committed sample. */
export function sample(name: string): string {
  return join(root, 'captures', name);
}
