import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, type ReportDocument } from '@halfopen/report';
import { halfopen, jsonLines } from './command-line.ts';

const captures = fileURLToPath(new URL('../../../captures/', import.meta.url));
const unread = join(captures, 'close-unread.client.pcap');
const lost = [join(captures, 'conn-ack-lost.client.pcap'), join(captures, 'conn-ack-lost.server.pcap')];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Explains into a page; the document in it. */
async function explained(...words: readonly string[]): Promise<ReportDocument> {
  const page = join(folder, 'page.html');
  const { code, stdout, stderr } = await halfopen(['explain', ...words, '--format', 'html', '-o', page]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  return (await openPage(readFileSync(page, 'utf8')))!;
}

function payloadOf({ connections }: ReportDocument): string {
  return connections
    .flatMap(({ story }) => Object.values(story?.bytes ?? {}).flatMap((frames) => Object.values(frames)))
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .join();
}

describe('explain --format html', () => {
  it('is a page with what explain says, its packets, and where they are from', async () => {
    const document = await explained(unread);
    const told = jsonLines<Record<string, unknown>>((await halfopen(['explain', unread, '--json'])).stdout);
    expect(document.connections.map(({ record }) => record)).toEqual([told[1]]);
    expect(document.summary).toEqual(told[2]);
    expect(document.connections[0]!.story!.events.filter(({ kind }) => kind === 'packet')).toHaveLength(6);
    const bytes = readFileSync(unread);
    expect(document.sources).toEqual([
      {
        capture: told[0],
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ]);
    expect(document.command).toBe(`halfopen explain ${unread} --format html -o ${join(folder, 'page.html')}`);
  });

  it('has no payload unless it is asked for', async () => {
    expect(payloadOf(await explained(unread))).not.toContain('hello');
    const document = await explained(unread, '--payload', '100');
    expect(payloadOf(document)).toContain('hello');
    expect(document.redaction).toEqual({ addresses: 'real', payloadBytes: 100 });
  });

  it('gives away no address that is to be hidden, not even in the command that made it', async () => {
    const { client, server } = (await explained(unread)).connections[0]!.record;
    const document = await explained(unread, '--hide-addresses', '--filter', `host ${client.address}`);
    const text = JSON.stringify(document);
    expect(text).not.toContain(client.address);
    expect(text).not.toContain(server.address);
    expect(document.connections[0]!.record.client.address).toBe('10.0.0.1');
  });

  it('tells several captures as one, with what was lost between them', async () => {
    const { connections, sources } = await explained(...lost);
    expect(sources).toHaveLength(2);
    expect(connections).toHaveLength(1);
    const packets = connections[0]!.story!.events.filter((event) => event.kind === 'packet');
    expect(packets.some(({ arrivedNs }) => arrivedNs === null)).toBe(true);
    expect(Object.keys(connections[0]!.story!.bytes).toSorted()).toEqual(['client', 'server']);
  });

  it('goes to standard output whole, also for readers of 7 bits', async () => {
    const { code, stdout } = await halfopen(['explain', unread, '--format', 'html', '--ascii', '-q']);
    expect(code).toBe(0);
    expect((await openPage(stdout))!.connections).toHaveLength(1);
    expect(stdout.trimEnd().endsWith('</html>')).toBe(true);
  });

  it('is not there when nothing came of it', async () => {
    const page = join(folder, 'none.html');
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'no capture, but a text of some length, so to speak, and more of it');
    const { code } = await halfopen(['explain', text, '--format', 'html', '-o', page]);
    expect(code).toBe(2);
    expect(existsSync(page)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('--payload is about pages only', async () => {
    const { code, stderr } = await halfopen(['explain', unread, '--payload', '10']);
    expect(code).toBe(2);
    expect(stderr).toContain('--format html');
  });
});

describe('explain --hide-addresses', () => {
  it.each([['text'], ['jsonl']])('holds for %s', async (format) => {
    const { stdout } = await halfopen([
      'explain',
      unread,
      '--hide-addresses',
      '--ladder',
      '--format',
      format,
    ]);
    expect(stdout).toContain('10.0.0.1');
    expect(stdout).not.toContain('10.152.56.');
  });
});

describe('halfopen report', () => {
  it('writes the bare page', async () => {
    const page = join(folder, 'bare.html');
    const { code, stderr } = await halfopen(['report', '-o', page]);
    expect(code).toBe(0);
    expect(stderr).toContain('drop captures on it');
    const html = readFileSync(page, 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(await openPage(html)).toBeNull();
  });

  it('refuses what is no bundle, in words', async () => {
    mkdirSync(join(folder, 'empty'));
    const { code, stderr } = await halfopen(['report', join(folder, 'empty'), '-o', join(folder, 'x.html')]);
    expect(code).toBe(2);
    expect(stderr).toContain('it has no client.pcap');
    expect(existsSync(join(folder, 'x.html'))).toBe(false);
  });
});
