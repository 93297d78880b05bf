import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases, describedCases, type Vantage } from '@halfopen/catalogue';
import { openPage } from '@halfopen/report';
import { PcapReader } from '@halfopen/wire';
import { type Ended, halfopen, jsonLines } from '../command-line.ts';
import { labUnavailable } from './availability.ts';
import { leftovers } from './leftovers.ts';

interface RunLine {
  readonly type: 'run';
  readonly case: string;
  readonly variant: string;
  readonly outcome: string;
  readonly surprises?: readonly string[];
  readonly calls: readonly { readonly side: string; readonly call: string; readonly result: string }[];
  readonly kernel?: readonly { readonly event: string; readonly reason: string }[];
  readonly bundle: string;
  readonly verdicts?: Readonly<Record<Vantage, { readonly holdsTruth: boolean }>>;
}

const unavailable = labUnavailable();
const isRoot = process.getuid?.() === 0;
const runNames = describedCases.flatMap((id) => cases[id].variants.map(({ name }) => `${id}/${name}`));

describe.skipIf(unavailable !== null)("the seeds' cases on this kernel", () => {
  let ended: Ended;
  let runs: ReadonlyMap<string, RunLine>;
  const out = unavailable === null ? mkdtempSync(join(tmpdir(), 'halfopen-seeds-')) : '';

  beforeAll(async () => {
    ended = await halfopen(['lab', '--seeds', '--json', '--out', out]);
    const lines = jsonLines<RunLine>(ended.stdout).filter(({ type }) => type === 'run');
    runs = new Map(lines.map((line) => [`${line.case}/${line.variant}`, line]));
  });

  afterAll(() => {
    if (out !== '') rmSync(out, { recursive: true, force: true });
  });

  it.each(runNames)('%s happens as the catalogue says', (name) => {
    const run = runs.get(name);
    expect(run?.surprises ?? []).toEqual([]);
    expect(run?.outcome).toBe('as-expected');
  });

  it.each(runNames)('%s is explained from each of its captures, and the truth is held', (name) => {
    const { verdicts } = runs.get(name) ?? {};
    for (const at of ['client', 'middle', 'server'] as const) {
      expect(verdicts?.[at]).toMatchObject({ holdsTruth: true });
    }
  });

  it('sums them up in the last line, and ends with 0', () => {
    expect(jsonLines(ended.stdout).at(-1)).toEqual({
      type: 'summary',
      schema: 'halfopen.lab/1',
      cases: describedCases.length,
      asExpected: describedCases.length,
      surprised: 0,
      skipped: 0,
      runs: runNames.length,
    });
    expect(ended.code).toBe(0);
  });

  it("tells the kernel's reasons to root, and leaves them out otherwise", () => {
    const reasons = runs.get('close-unread/plain')?.kernel?.filter(({ event }) => event === 'send_reset');
    if (isRoot) expect(reasons?.map(({ reason }) => reason)).toEqual(['TCP_ABORT_ON_CLOSE']);
    else expect(reasons).toBeUndefined();
  });

  it('and all of them are in one page, with what really happened', async () => {
    const document = await openPage(readFileSync(join(out, 'report.html'), 'utf8'));
    expect(document?.connections.map(({ run }) => run?.name).toSorted()).toEqual(runNames.toSorted());
    for (const { story } of document?.connections ?? []) {
      const kinds = new Set(story?.events.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['packet', 'call', 'state']));
    }
  });

  it.each(runNames)('%s left a bundle that can be read', (name) => {
    const bundle = runs.get(name)?.bundle ?? '';
    expect(readdirSync(bundle).sort()).toEqual([
      'client.pcap',
      'ladder.txt',
      'middle.pcap',
      'server.pcap',
      'truth.json',
    ]);
    const truth = JSON.parse(readFileSync(join(bundle, 'truth.json'), 'utf8')) as {
      schema: string;
      timeline: unknown[];
    };
    expect(truth.schema).toBe('halfopen.truth/1');
    expect(truth.timeline.length).toBeGreaterThan(1);
    for (const vantage of ['client', 'middle', 'server']) {
      const reader = new PcapReader();
      reader.push(readFileSync(join(bundle, `${vantage}.pcap`)));
      while (reader.next());
      expect(reader.finish().truncated).toBe(false);
    }
  });

  it('leaves nothing behind', () => {
    expect(leftovers(ended)).toEqual([]);
  });
});
