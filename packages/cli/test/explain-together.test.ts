import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaptureRecord, ConnectionRecord, ExplainRecord } from '@halfopen/explain';
import { type Ended, halfopen, jsonLines, mainPath, startCommand, startHalfopen } from './command-line.ts';

const captures = fileURLToPath(new URL('../../../captures/', import.meta.url));
const client = join(captures, 'conn-ack-lost.client.pcap');
const server = join(captures, 'conn-ack-lost.server.pcap');
const unread = join(captures, 'close-unread.client.pcap');
const FILE_HEADER = 24;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-together-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function made(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A capture with a further connection behind its own. */
function withMore(file: string): Buffer {
  return Buffer.concat([readFileSync(file), readFileSync(unread).subarray(FILE_HEADER)]);
}

const env = { ...process.env, COLUMNS: '100', NO_COLOR: '1' };

function explain(...args: string[]): Promise<Ended> {
  return halfopen(['explain', ...args], { env });
}

function connections(stdout: string): ConnectionRecord[] {
  return jsonLines<ExplainRecord>(stdout).filter((record) => record.type === 'connection');
}

describe('halfopen explain with several captures', () => {
  it('tells a connection once, with what only both together show', async () => {
    const { code, stdout, stderr } = await explain(client, server);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^✗ failed: conn-ack-lost, /);
    expect(stdout).toMatch(/^captured +conn-ack-lost\.client\.pcap, at or near the client/m);
    expect(stdout).toMatch(/frame 3 of conn-ack-lost\.client\.pcap: not in conn-ack-lost\.server\.pcap/);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(25);
    const alone = await explain(client);
    expect(alone.stdout).not.toMatch(/^✗ failed: conn-ack-lost/);
  });

  it('gives one record for it in JSON lines, with files as they were typed', async () => {
    const { stdout } = await explain(client, server, '--json');
    const records = jsonLines<ExplainRecord>(stdout);
    expect(records.map(({ type }) => type)).toEqual(['capture', 'capture', 'connection', 'summary']);
    expect(records.slice(0, 2).map((record) => (record as CaptureRecord).file)).toEqual([client, server]);
    const [connection] = connections(stdout);
    expect(connection!.vantages!.map(({ file }) => file)).toEqual([client, server]);
    expect(connection!.verdict.evidence.map(({ file }) => file)).toContain(client);
    expect(records.at(-1)).toMatchObject({ connections: 1, failed: 1, byCase: { 'conn-ack-lost': 1 } });
  });

  it('explains each by itself where that is wished', async () => {
    const told = connections((await explain(client, server, '--separate', '--json')).stdout);
    expect(told.map(({ id, vantages }) => [id, vantages])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
  });

  it('tells many in one table', async () => {
    const { stdout } = await explain(made('a.pcap', withMore(client)), made('b.pcap', withMore(server)));
    expect(stdout).toMatch(/^a\.pcap and b\.pcap: 24 frames, 2 connections: 2 failed\n/);
    expect(stdout).toMatch(/^#\d .* conn-ack-lost, likely +7 \+ 5 frames$/m);
  });

  it('applies filter, number and --fail-on', async () => {
    const files = [made('a.pcap', withMore(client)), made('b.pcap', withMore(server))];
    const filtered = await explain(...files, '--filter', 'case conn-*', '--fail-on', 'failed');
    expect(filtered.code).toBe(1);
    expect(filtered.stdout).toMatch(/shown: 1 of 2: 1 failed\n\n✗ failed: conn-ack-lost/);
    expect((await explain(...files, '--filter', 'outcome ok', '--fail-on', 'failed')).code).toBe(0);
    const records = jsonLines<ExplainRecord>((await explain(...files, '--connection', '2', '--json')).stdout);
    expect(records.map((record) => (record.type === 'connection' ? record.id : record.type))).toEqual([
      'capture',
      'capture',
      2,
      'summary',
    ]);
    expect((await explain(...files, '--connection', '2')).stdout).toMatch(/^connection +#2 /m);
  });

  it('believes --at, file by file, and --ran-throughout', async () => {
    const both = ['--at', 'client,server', '--json'];
    const [known] = connections((await explain(client, server, ...both)).stdout);
    expect(known!.vantages!.map(({ at, how }) => `${at} ${how}`)).toEqual(['client given', 'server given']);
    const nothing = made('nothing.pcap', readFileSync(server).subarray(0, FILE_HEADER));
    const [presumed] = connections((await explain(client, nothing, ...both)).stdout);
    const [sure] = connections((await explain(client, nothing, ...both, '--ran-throughout')).stdout);
    expect(presumed!.verdict.summary).toMatch(/not in .*nothing\.pcap, unless that capture did not run then/);
    expect(sure!.verdict.summary).toMatch(/not in .*nothing\.pcap/);
    expect(sure!.verdict.summary).not.toContain('unless');
  });

  it('takes one of them from standard input', async () => {
    const script = `"$1" "$0" explain "$2" - < "$3"; cat "$3" | "$1" "$0" explain - "$2" --json`;
    const { code, stdout } = await startCommand(
      'bash',
      ['-c', script, mainPath, process.execPath, client, server],
      { env },
    ).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✗ failed: conn-ack-lost/);
    expect(stdout).toMatch(/^ +standard input, at or near the server/m);
    expect(stdout).toMatch(/^\{"type":"capture","schema":"halfopen.explain\/1","file":"-"/m);
  });

  it('draws a ladder on one clock, or one for each where that is wished', async () => {
    const { code, stdout, stderr } = await explain(client, server, '--ladder');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^✗ failed: conn-ack-lost/);
    expect(stdout.match(/SYN #c1 s1 /g)).toHaveLength(1);
    expect(stdout).toMatch(/ACK #c3 .*✗ lost/);
    expect(stdout).toMatch(
      /Frames: #c in\s+conn-ack-lost\.client\.pcap, #s in\s+conn-ack-lost\.server\.pcap\./,
    );
    expect((await explain(client, server, '--ladder', '--separate')).stdout.match(/SYN #1 /g)).toHaveLength(
      2,
    );
  });

  it('lists packets in JSON lines where a ladder is wished, and only there', async () => {
    const [listed] = connections((await explain(client, server, '--ladder', '--json')).stdout);
    expect(listed!.packets!.map(({ frames, arrivedNs }) => [frames, arrivedNs === null])).toEqual([
      [{ client: 1, server: 1 }, false],
      [{ client: 2, server: 2 }, false],
      [{ client: 3 }, true],
      [{ client: 4, server: 3 }, false],
      [{ client: 5 }, true],
      [{ client: 6, server: 4 }, false],
      [{ client: 7, server: 5 }, false],
    ]);
    const [bare] = connections((await explain(client, server, '--json')).stdout);
    expect(bare).not.toHaveProperty('packets');
  });
});

describe('several captures that cannot be taken', () => {
  it.each([
    ['fewer places than files', ['--at', 'client'], /--at names 1 place for 2 files\. Name one for each/],
    ['more places than files', ['--at', 'client,middle,server'], /--at names 3 places for 2 files/],
    ['a file twice', [join(captures, '..', 'captures', 'conn-ack-lost.client.pcap')], /is given twice/],
    ['standard input twice', ['-', '-'], /only once/],
    ['a connection that is not there', ['--connection', '2'], /no connection 2: 1 connection found/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await explain(client, server, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('none that can be read', async () => {
    const words = made('words.txt', 'no capture at all');
    const { code, stdout, stderr } = await explain(words, folder, '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^halfopen: Can't read .*words.txt.*\nhalfopen: Can't read .*folder.*\n$/);
  });

  it('one that breaks off: it is told as far as it goes, and so are the others', async () => {
    const cut = made('cut.pcap', readFileSync(server).subarray(0, -10));
    const damaged = made('damaged.pcap', Buffer.concat([readFileSync(client), Buffer.alloc(64, 0xee)]));
    const { code, stdout, stderr } = await explain(damaged, cut);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^✗ failed: conn-ack-lost/);
    const [first, second, ...others] = stderr.trim().split('\n');
    expect(first).toMatch(/damaged\.pcap could not be read to its end: record 8 claims .* \(7 frames\)/);
    expect(second).toMatch(/cut\.pcap ends in the middle of a packet\..* \(4 frames\) is reported/);
    expect(others).toEqual([]);
    expect((await explain(damaged, cut, '-q')).stderr).toBe('');
  });
});

describe('several captures, interrupted', () => {
  it('leave nothing behind', async () => {
    const place = join(folder, 'interrupted');
    mkdirSync(place);
    const pipe = join(place, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const running = startHalfopen(['explain', client, pipe, server, '-o', join(place, 'out.txt')], { env });
    // opens as soon as the command has opened the other end
    const writer = await open(pipe, 'w');
    await writer.write(readFileSync(unread));
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    await writer.close();
    expect(code).toBe(130);
    expect(stderr).toBe('halfopen: Interrupted.\n');
    expect(readdirSync(place)).toEqual(['pipe']);
  });
});
