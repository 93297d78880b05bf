import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Backstage, cleanLeftovers } from '@halfopen/lab';
import { afterEach, describe, expect, it } from 'vitest';
import { TAG, hostState, leftOf, processesOf } from '../../../../scripts/census.mjs';
import { proofUnavailable } from './availability.ts';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const LONG = [
  '--subject',
  'net',
  '--fault',
  'black-hole',
  '--faults-per-run',
  '1',
  '--seeds',
  '1-9',
  '--jobs',
  '3',
];
/** The proof itself, and a client and a server for each run. */
const AT_WORK = 1 + 3 * 2;
const LOOK_MS = 20;

const before = hostState();

class Proof {
  readonly tag = randomUUID();
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stderr = '';

  constructor() {
    this.child = spawn(process.execPath, [main, ...LONG], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, [TAG]: this.tag },
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async untilAtWork(): Promise<void> {
    while (processesOf(this.tag).length < AT_WORK) await delay(LOOK_MS);
  }

  folders(): string[] {
    return readdirSync(tmpdir()).filter(
      (name) => name.startsWith('halfopen-work-') && name.includes(`-${this.pid}-`),
    );
  }

  left(): string[] {
    const onHost = hostState().filter((line) => !before.includes(line));
    return [...leftOf(this.tag, this.pid), ...this.folders(), ...onHost];
  }
}

describe.skipIf(proofUnavailable() !== null)('however the proof ends', () => {
  let proof: Proof | null = null;
  afterEach(() => proof?.child.kill('SIGKILL'));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: 130, one message, nothing left', async (signal) => {
    proof = new Proof();
    await proof.untilAtWork();
    proof.child.kill(signal);
    expect(await proof.ended).toBe(130);
    expect(proof.stderr).toMatch(/Interrupted/);
    expect(proof.stderr).not.toMatch(/^\s+at /m);
    expect(proof.left()).toStrictEqual([]);
  });

  it('killed outright: its programs die with it, and cleaning removes the rest', async () => {
    proof = new Proof();
    await proof.untilAtWork();
    expect(proof.folders().length).toBeGreaterThan(0);
    proof.child.kill('SIGKILL');
    await proof.ended;
    while (processesOf(proof.tag).length > 0) await delay(LOOK_MS);
    const backstage = await Backstage.start();
    await cleanLeftovers(backstage);
    await backstage.stop();
    expect(proof.left()).toStrictEqual([]);
  });
});
