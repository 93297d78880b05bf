import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionRecord, SummaryRecord } from '@halfopen/explain';
import { pcapGlobalHeader } from '@halfopen/wire';
import { type Ended, halfopen, jsonLines, mainPath, startCommand, startHalfopen } from './command-line.ts';

const captures = fileURLToPath(new URL('../../../captures/', import.meta.url));
const unread = join(captures, 'close-unread.client.pcap');
const half = join(captures, 'close-half.client.pcap');
const FILE_HEADER = 24;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function made(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const single = [
  'close-half.client.pcap',
  'close-reader-exits.server.pcap',
  'close-unread.client.pcap',
  'conn-refused.middle.pcap',
];

/** Captures of different connections in one file: they share link type and byte order. */
function joined(times = 1): Buffer {
  const files = single.map((name) => readFileSync(join(captures, name)));
  const records = files.map((bytes) => bytes.subarray(FILE_HEADER));
  return Buffer.concat([
    files[0]!.subarray(0, FILE_HEADER),
    ...Array.from({ length: times }, () => records).flat(),
  ]);
}

function cutOff(): Buffer {
  return joined().subarray(0, -10);
}

const env = { ...process.env, COLUMNS: '100', NO_COLOR: '1' };

function explain(...args: string[]): Promise<Ended> {
  return halfopen(['explain', ...args], { env });
}

function shell(script: string): Promise<Ended> {
  return startCommand('bash', ['-c', script, mainPath, process.execPath, unread], { env }).ended;
}

describe('halfopen explain', () => {
  it('tells one connection as a page', async () => {
    const { code, stdout, stderr } = await explain(unread);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^✗ failed: close-unread, /);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(25);
  });

  it('tells many as a table, worst first', async () => {
    const { code, stdout } = await explain(made('many.pcap', joined()));
    expect(code).toBe(0);
    await expect(stdout.replaceAll(folder, '')).toMatchFileSnapshot('./golden/explain-many.golden.txt');
  });

  it('tells all about the only one that went wrong', async () => {
    const { stdout } = await explain(made('many.pcap', joined()), '--filter', 'case close-unread,close-half');
    expect(stdout).toMatch(/shown: 2 of 4: 1 failed, 1 ok\n\n✗ failed: close-unread/);
  });

  it.each([
    ['gzip', gzipSync(joined())],
    [
      'two gzip members',
      Buffer.concat([gzipSync(joined().subarray(0, 100)), gzipSync(joined().subarray(100))]),
    ],
  ])('reads %s', async (name, bytes) => {
    const { code, stdout } = await explain(made(`${name}.gz`, bytes));
    expect(code).toBe(0);
    expect(stdout).toMatch(/27 frames, 4 connections: 3 failed, 1 ok/);
  });

  it.each([
    ['a pipe', 'cat "$2" | "$1" "$0" explain -'],
    ['a file', '"$1" "$0" explain - < "$2"'],
    ['a pipe by name', '"$1" "$0" explain <(cat "$2")'],
    ['gzip from a pipe', 'gzip -c "$2" | "$1" "$0" explain -'],
  ])('reads standard input from %s', async (_, script) => {
    const { code, stdout, stderr } = await shell(script);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^✗ failed: close-unread/);
  });

  it('gives records as JSON lines, with packets where a ladder is wanted', async () => {
    const { code, stdout } = await explain(unread, '--json');
    expect(code).toBe(0);
    const records = jsonLines<{ type: string }>(stdout);
    expect(records.map(({ type }) => type)).toEqual(['capture', 'connection', 'summary']);
    expect(records[1]).not.toHaveProperty('packets');
    expect(records[2]).not.toHaveProperty('of');
    const drawn = jsonLines<ConnectionRecord>(
      (await explain(unread, '--format', 'jsonl', '--ladder')).stdout,
    );
    expect(drawn[1]!.packets).toHaveLength(6);
  });

  it('applies the filter to JSON lines as well, and says how many there were', async () => {
    const { stdout } = await explain(
      made('many.pcap', joined()),
      '--json',
      '--filter',
      'not outcome ok case close-*',
    );
    const records = jsonLines<ConnectionRecord | SummaryRecord>(stdout);
    expect(
      records.map((record) => (record.type === 'connection' ? record.verdict.case : record.type)),
    ).toEqual(['capture', 'close-reader-exits', 'close-unread', 'summary']);
    expect(records.at(-1)).toMatchObject({ connections: 2, of: 4, failed: 2, ok: 0 });
  });

  it('shows one of many, drawn', async () => {
    const { code, stdout } = await explain(made('many.pcap', joined()), '--connection', '3', '--ladder');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✗ failed: close-unread/);
    expect(stdout).toMatch(/^connection +#3 /m);
    expect(stdout).toMatch(/━ RST-A #25 /);
    expect(stdout).toMatch(/^#n: frame n of the capture$/m);
  });

  it('draws the worst of many', async () => {
    const { stdout } = await explain(made('many.pcap', joined()), '--ladder');
    expect(stdout.match(/Drawn from one capture/g)).toHaveLength(3);
  });

  it('counts connections on from file to file where they are explained separately', async () => {
    const { stdout } = await explain(unread, half, '--separate', '--json');
    const records = jsonLines<ConnectionRecord>(stdout);
    expect(records.map(({ type, id }) => `${type} ${id ?? ''}`.trim())).toEqual([
      'capture',
      'connection 1',
      'capture',
      'connection 2',
      'summary',
    ]);
    expect((await explain(unread, half, '--separate', '--connection', '2')).stdout).toMatch(
      /^✓ ok: close-half/,
    );
  });

  it('believes --at', async () => {
    const { stdout } = await explain(unread, '--at', 'middle');
    expect(stdout).toMatch(/captured between the two \(as --at says\)/);
    const both = await explain(unread, half, '--separate', '--at', 'server');
    expect(both.stdout.match(/captured at the server \(as --at says\)/g)).toHaveLength(2);
    const each = await explain(unread, half, '--separate', '--at', 'client,middle');
    expect(each.stdout).toMatch(/captured at the client \(as --at says\)[^]*captured between the two \(as/);
  });

  it('keeps to 7 bits', async () => {
    const { stdout } = await explain(unread, '--ascii', '--ladder');
    expect(stdout).toMatch(/^XX failed/);
    // oxlint-disable-next-line no-control-regex
    expect(stdout).toMatch(/^[\x00-\x7f]*$/);
  });

  it.each([
    ['failed', half, 0],
    ['failed', unread, 1],
    ['partial', unread, 1],
  ])('--fail-on %s, %s', async (level, file, expected) => {
    const { code, stdout } = await explain(file, '--fail-on', level);
    expect(code).toBe(expected);
    expect(stdout).not.toBe('');
  });

  it('heeds --fail-on only for what the filter lets through', async () => {
    expect((await explain(unread, '--fail-on', 'failed', '--filter', 'outcome ok')).code).toBe(0);
  });

  it('tells a capture without frames, and one without TCP', async () => {
    const { code, stdout } = await explain(made('header.pcap', pcapGlobalHeader({ linkType: 1 })));
    expect(code).toBe(0);
    expect(stdout).toMatch(/: 0 frames, no TCP connection\n$/);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a missing file', () => join(folder, 'none.pcap'), /no such file/],
    ['a folder', () => folder, /it is a folder/],
    ['an empty file', () => made('empty.pcap', ''), /it is empty.*-U/],
    [
      'text',
      () => made('words.txt', 'hello, this is no capture\n'.repeat(40)),
      /not a capture: it looks like text/,
    ],
    [
      'an archive',
      () => made('archive.zip', Buffer.from('504b0304140000000800', 'hex')),
      /unzip -p .*archive\.zip \| halfopen explain -/,
    ],
    ['half a header', () => made('short.pcap', joined().subarray(0, 20)), /short\.pcap/],
  ])('%s is one error and exit code 2', async (_, path, message) => {
    const { code, stdout, stderr } = await explain(path());
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^halfopen: Can't read [^\n]*\n$/);
    expect(stderr).toMatch(message);
  });

  it.each([
    [
      'a bad filter',
      ['--filter', 'port x'],
      /--filter: a port is a whole number from 0 to 65535\.\n {2}port x\n {7}\^\n$/,
    ],
    ['a connection that is not there', ['--connection', '2'], /no connection 2: 1 connection found/],
    ['an unknown place', ['--at', 'router'], /Allowed choices are client, server, middle/],
    ['an unknown place in a list', ['--at', 'client,'], /Allowed choices are client, server, middle/],
    ['two places for one file', ['--at', 'client,server'], /--at names 2 places for 1 file\. One file/],
    ['captures that run together apart', ['--separate', '--ran-throughout'], /with --separate none are/],
    ['an output that cannot be written to', ['-o', '/dev/null/x'], /Can't write to \/dev\/null\/x/],
  ])('so is %s', async (_, args, message) => {
    const { code, stdout, stderr } = await explain(unread, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([{ flags: [] }, { flags: ['--separate'] }])(
    'does not keep the others from being told: $flags',
    async ({ flags }) => {
      const { code, stdout, stderr } = await explain(
        made('words.txt', 'no capture'),
        folder,
        unread,
        ...flags,
      );
      expect(code).toBe(2);
      expect(stdout).toMatch(/^✗ failed: close-unread/);
      expect(stderr).toMatch(
        /^halfopen: Can't read .*words\.txt.*\nhalfopen: Can't read .*it is a folder.*\n$/,
      );
    },
  );
});

describe('what can be read in part', () => {
  it.each([
    [
      'a capture that breaks off',
      'cut.pcap',
      cutOff,
      /ends in the middle of a packet\. What was read up to there \(26 frames\) is reported/,
    ],
    [
      'gzip that breaks off',
      'cut.pcap.gz',
      () => gzipSync(joined()).subarray(0, -30),
      /could not be read to its end: the input ends within its gzip data/,
    ],
    [
      'a capture that is damaged later on',
      'damaged.pcap',
      () => Buffer.concat([joined(), Buffer.alloc(64, 0xee)]),
      /could not be read to its end: record 28 claims .* \(27 frames\) is reported/,
    ],
  ])('%s is reported with exit code 4', async (_, name, bytes, message) => {
    const { code, stdout, stderr } = await explain(made(name, bytes()));
    expect(code).toBe(4);
    expect(stdout).toMatch(/close-unread/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });

  it('is quiet about it with -q, and a finding weighs more', async () => {
    const path = made('cut.pcap', cutOff());
    const { code, stderr } = await explain(path, '-q', '--fail-on', 'failed');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });
});

describe('the output of explain', () => {
  it('goes to a file, whole, without colour', async () => {
    const out = join(folder, 'out.txt');
    const { code, stdout } = await halfopen(['explain', unread, '-o', out], {
      env: { ...process.env, FORCE_COLOR: '' },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toMatch(/failed: close-unread[^\0]*Zeek RSTR ShADar\n$/);
  });

  it('leaves an earlier file alone when nothing comes of it', async () => {
    const out = made('kept.txt', 'before');
    expect((await explain(made('words.txt', 'no capture'), '-o', out)).code).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('ends quietly when its reader has had enough', async () => {
    const big = made('big.pcap', joined(2000));
    const script = `"$1" "$0" explain --json "${big}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await shell(script);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\{"type":"capture".*\}\n0\n$/);
  });

  it('is not there at all after Ctrl-C', async () => {
    const place = join(folder, 'interrupted');
    mkdirSync(place);
    const pipe = join(place, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const running = startHalfopen(['explain', pipe, '-o', join(place, 'out.txt')], { env });
    // opens as soon as the command has opened the other end
    const writer = await open(pipe, 'w');
    await writer.write(joined());
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    await writer.close();
    expect(code).toBe(130);
    expect(stderr).toBe('halfopen: Interrupted.\n');
    expect(readdirSync(place)).toEqual(['pipe']);
  });

  it('waits for a pipe that nobody writes to yet', async () => {
    const pipe = join(folder, 'silent');
    execFileSync('mkfifo', [pipe]);
    const running = startHalfopen(['explain', pipe], { env });
    // waits for the reader, and leaves without a word
    closeSync(openSync(pipe, 'w'));
    const { code, stderr } = await running.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/it is empty/);
    expect(existsSync(pipe)).toBe(true);
  });
});
