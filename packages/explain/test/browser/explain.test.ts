import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCapture, type ExplainRecord } from '../../src/index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** A page that knows the packages by their names and nothing else: what tsc built is served as it is. */
const html = `<!doctype html><meta charset="utf-8"><title>explain</title><script type="importmap">
{"imports": {${['catalogue', 'wire', 'timeline', 'explain'].map((name) => `"@halfopen/${name}": "/packages/${name}/dist/index.js"`).join(',')}}}
</script><script type="module">
import { explainCapture } from '@halfopen/explain';
globalThis.explain = async (path, how) => {
  const response = await fetch(path);
  const input = how === 'stream' ? response.body : new Uint8Array(await response.arrayBuffer());
  const records = [];
  for await (const record of explainCapture(input, { file: path })) records.push(record);
  return records;
};
</script>`;

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const file = join(root, path);
    if (path === '/') response.setHeader('content-type', 'text/html').end(html);
    else if (path.includes('..') || !existsSync(file)) response.writeHead(404).end();
    else {
      response.setHeader(
        'content-type',
        path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream',
      );
      response.end(readFileSync(file));
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

describe.skipIf(executablePath === undefined)('explain in a browser', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    server = await serve();
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('globalThis.explain !== undefined');
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it.each(['bytes', 'stream'])('says of %s what it says in Node', async (how) => {
    const path = '/captures/close-unread.client.pcap';
    const inBrowser = await page.evaluate<ExplainRecord[]>(
      `globalThis.explain(${JSON.stringify(path)}, ${JSON.stringify(how)})`,
    );
    const inNode: ExplainRecord[] = [];
    for await (const record of explainCapture(readFileSync(join(root, path)), { file: path }))
      inNode.push(record);
    expect(inBrowser).toEqual(inNode);
    expect(inBrowser.map(({ type }) => type)).toEqual(['capture', 'connection', 'summary']);
    expect(problems).toEqual([]);
  });

  it('refuses what is no capture with the error that Node gives', async () => {
    const message = await page.evaluate<string>(
      `globalThis.explain('/', 'bytes').then(String, (error) => error.code)`,
    );
    expect(message).toBe('not-capture');
  });
});
