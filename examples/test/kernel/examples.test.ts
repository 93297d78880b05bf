import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findCapabilities } from '@halfopen/lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAG, hostState, leftOf, processesOf } from '../../../scripts/census.mjs';

const main = fileURLToPath(new URL('../../dist/show.js', import.meta.url));
/** Of the echo example: the show itself, and a client and a server for each version. */
const AT_WORK = 1 + 2 * 2;
const LOOK_MS = 20;

interface PlayLine {
  readonly type: 'play';
  readonly example: string;
  readonly version: string;
  readonly acts: readonly { readonly sights: readonly { readonly text: string }[] }[];
  readonly sent: number;
  readonly arrived: number;
  readonly lost: number;
  readonly repeated: number;
  readonly unknown: number;
  readonly noticedMs: number | null;
  readonly wentOnMs: number | null;
  readonly died: boolean;
}

interface SummaryLine {
  readonly type: 'summary';
  readonly skipped: readonly string[];
  readonly findings: readonly string[];
}

/** Why there can be no show; `null` when there can. Throws in CI instead of letting tests be skipped. */
function unavailable(): string | null {
  const { platform, missingTools, isolation } = findCapabilities();
  const reasons = [
    ...(platform === 'linux' ? [] : [`this is ${platform}, not Linux`]),
    ...(missingTools.length === 0 ? [] : [`missing programs: ${missingTools.join(', ')}`]),
    ...(isolation === 'none' ? ['no network namespaces'] : []),
  ];
  if (reasons.length === 0) return null;
  const reason = reasons.join('; ');
  if (process.env['CI'] !== undefined) throw new Error(`The examples must be shown in CI, but ${reason}.`);
  console.warn(`Skipped: ${reason}.`);
  return reason;
}

class Show {
  readonly tag = randomUUID();
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, [TAG]: this.tag },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }
}

describe.skipIf(unavailable() !== null)('the examples, before and after', () => {
  let show: Show | null = null;
  let plays: readonly PlayLine[] = [];
  let summary: SummaryLine = { type: 'summary', skipped: [], findings: [] };

  beforeAll(async () => {
    show = new Show(['--json']);
    await show.ended;
    const lines = show.stdout.split('\n').filter((line) => line !== '');
    const records = lines.map((line) => JSON.parse(line) as PlayLine | SummaryLine);
    plays = records.filter((record) => record.type === 'play');
    summary = records.find((record) => record.type === 'summary') ?? summary;
  });
  afterAll(() => show?.child.kill('SIGKILL'));

  function play(example: string, version: 'before' | 'after'): PlayLine {
    const found = plays.find((one) => one.example === example && one.version === version);
    if (found === undefined) throw new RangeError(`${example} ${version}: ${show?.stderr}`);
    return found;
  }

  const said = ({ acts }: PlayLine): readonly string[] =>
    acts.flatMap(({ sights }) => sights.map(({ text }) => text));

  it('every example shows what it is to show', async () => {
    expect(await show?.ended, show?.stderr).toBe(summary.skipped.length === 0 ? 0 : 4);
    expect(summary.findings).toStrictEqual([]);
    expect(summary.skipped.filter((name) => name !== 'redis')).toStrictEqual([]);
  });

  it('echo: a plain client stands still without a word and loses lines; a session notices, and loses none', () => {
    const before = play('echo', 'before');
    const after = play('echo', 'after');
    expect(before).toMatchObject({ noticedMs: null, lost: 10, unknown: 10 });
    expect(after).toMatchObject({ sent: 30, arrived: 30, lost: 0, repeated: 0, died: false });
    expect(after.noticedMs).toBeLessThan(7000);
    expect(said(before)).toContain('read ECONNRESET');
    expect(said(after)).toEqual(expect.arrayContaining(['offline HO_SILENT_PEER', 'offline HO_RESET']));
  });

  it('greeting: a plain server greets nobody and dies of a reset; a server of sessions knows who has read what', () => {
    const before = play('greeting', 'before');
    const after = play('greeting', 'after');
    expect(before).toMatchObject({ noticedMs: null, died: true });
    expect(before.lost).toBeGreaterThan(30);
    expect(after).toMatchObject({ lost: 0, repeated: 0, died: false });
    expect(after.noticedMs).not.toBeNull();
    expect(said(after).filter((text) => text.includes('perhaps unread: greeting 5'))).toHaveLength(2);
  });

  it('redis: a command hangs; behind a guard it fails with a code and what the kernel knew', ({ skip }) => {
    if (summary.skipped.includes('redis')) skip('redis-server is not installed');
    expect(play('redis', 'before')).toMatchObject({ unknown: 1, noticedMs: null });
    const after = play('redis', 'after');
    expect(after.unknown).toBe(0);
    expect(after.noticedMs).toBeLessThan(7000);
    expect(said(after).join('\n')).toMatch(
      /HO_SILENT_PEER, delivered: maybe \(ESTABLISHED, 0 retransmissions/,
    );
  });
});

describe.skipIf(unavailable() !== null)('an interrupted show', () => {
  it('Ctrl-C: 130, one message, nothing left', async () => {
    const before = hostState();
    const show = new Show(['echo']);
    try {
      while (processesOf(show.tag).length < AT_WORK) await delay(LOOK_MS);
      show.child.kill('SIGINT');
      expect(await show.ended).toBe(130);
      expect(show.stderr).toMatch(/Interrupted/);
      expect(show.stderr).not.toMatch(/^\s+at /m);
      const pid = show.child.pid ?? 0;
      const folders = readdirSync(tmpdir()).filter(
        (name) => name.startsWith('halfopen-work-') && name.includes(`-${pid}-`),
      );
      expect([...leftOf(show.tag, pid), ...folders]).toStrictEqual([]);
      expect(hostState().filter((line) => !before.includes(line))).toStrictEqual([]);
    } finally {
      show.child.kill('SIGKILL');
    }
  });
});
