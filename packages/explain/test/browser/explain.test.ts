import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCapture, Explainer, type ExplainRecord, findingsOf } from '../../src/index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** A page that knows the packages by their names and nothing else: what tsc built is served as it is. */
const html = `<!doctype html><meta charset="utf-8"><title>explain</title><script type="importmap">
{"imports": {${['catalogue', 'wire', 'timeline', 'explain'].map((name) => `"@halfopen/${name}": "/packages/${name}/dist/index.js"`).join(',')}}}
</script><script type="module">
import { explainCapture, Explainer, findingsOf } from '@halfopen/explain';
globalThis.explain = async (path, how) => {
  const response = await fetch(path);
  const input = how === 'stream' ? response.body : new Uint8Array(await response.arrayBuffer());
  const records = [];
  for await (const record of explainCapture(input, { file: path })) records.push(record);
  return records;
};
globalThis.reach = async (path) => {
  const explainer = new Explainer({ file: path });
  const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
  try {
    for await (const finding of findingsOf(explainer, bytes));
  } catch (error) {
    return [explainer.frames, error.code];
  }
  return [explainer.frames, null];
};
</script>`;

const frames = { count: 10_000, bytes: 1000, randomBytes: 200 } as const;

/** A capture, compressed to about a quarter and cut within: the last bytes that are there make some hundred frames. */
function cutCapture(): Uint8Array {
  const header = readFileSync(join(root, 'captures/close-unread.client.pcap')).subarray(0, 24);
  const records = Array.from({ length: frames.count }, () => {
    const record = randomBytes(16 + frames.bytes).fill(0, 0, 16);
    record.fill(0, 16 + frames.randomBytes);
    record.writeUInt32LE(frames.bytes, 8);
    record.writeUInt32LE(frames.bytes, 12);
    return record;
  });
  const packed = gzipSync(Buffer.concat([header, ...records]));
  return packed.subarray(0, Math.floor((packed.length * 0.8) / 65_536) * 65_536);
}

const cut = cutCapture();

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const file = join(root, path);
    if (path === '/') response.setHeader('content-type', 'text/html').end(html);
    else if (path === '/cut.pcap.gz') response.end(cut);
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

  it('reads a compressed capture that was cut as far as Node does', async () => {
    const explainer = new Explainer({ file: 'cut' });
    const reading = async (): Promise<void> => {
      for await (const _ of findingsOf(explainer, cut));
    };
    await expect(reading()).rejects.toMatchObject({ code: 'compression-truncated' });
    expect(explainer.frames).toBeGreaterThan(frames.count * 0.75);
    const [reached, code] = await page.evaluate<[number, string]>(`globalThis.reach('/cut.pcap.gz')`);
    expect(code).toBe('compression-truncated');
    expect(Math.abs(reached - explainer.frames)).toBeLessThanOrEqual(3);
  });

  it('refuses what is no capture with the error that Node gives', async () => {
    const message = await page.evaluate<string>(
      `globalThis.explain('/', 'bytes').then(String, (error) => error.code)`,
    );
    expect(message).toBe('not-capture');
  });
});
