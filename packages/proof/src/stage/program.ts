/** One program of a run, in its host's namespace: gets orders, tells what it does, dies with us. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childEnvironment, namespacePath } from '@halfopen/lab';
import type { Order, Report, Timed } from '../record/records.ts';
import type { RelayOrder } from '../programs/relay.ts';

const MAIN = fileURLToPath(new URL('../programs/main.js', import.meta.url));

/** A program that ended before it was ready, or did not become ready: `PROGRAM_FAILED`. */
export class ProgramError extends Error {
  readonly code = 'PROGRAM_FAILED';
  constructor(name: string, why: string) {
    super(`${name}: ${why}`);
    this.name = 'ProgramError';
  }
}

/** How to start one. */
export interface ProgramSetting {
  readonly namespace: number;
  readonly args: readonly string[];
  /** Lines for its /etc/hosts, which nobody else sees. */
  readonly names: string;
  readonly told: (report: Timed<Report>) => void;
}

const READY_LIMIT_MS = 20_000;
/** Files in memory, in a mount namespace of its own: nothing to clean up. */
const NAMES_SCRIPT =
  'mount -t tmpfs none /mnt; printf "%s" "$PROOF_NAMES" > /mnt/hosts; mount --bind /mnt/hosts /etc/hosts; exec "$@"';

export class RunProgram {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #exited: Promise<void>;
  readonly #ready: Promise<void>;
  #over = false;
  #complaint = '';

  constructor({ namespace, args, names, told }: ProgramSetting) {
    this.#name = args.join(' ');
    const inside = ['setpriv', '--pdeathsig', 'KILL', '--', process.execPath, MAIN, ...args];
    const wrapped =
      names === '' ? inside : ['unshare', '--mount', 'sh', '-ec', NAMES_SCRIPT, 'sh', ...inside];
    const child = spawn('nsenter', [`--net=${namespacePath(namespace)}`, '--', ...wrapped], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...childEnvironment, PROOF_NAMES: names },
      // A group of its own: what it starts stops and dies with it.
      detached: true,
    });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-2000);
    });
    this.#exited = new Promise((resolve) => {
      const over = (): void => {
        this.#over = true;
        resolve();
      };
      child.once('error', (error) => {
        this.#complaint += error.message;
        over();
      });
      child.once('close', over);
    });
    this.#ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#failure('not ready in time')), READY_LIMIT_MS);
      createInterface({ input: child.stdout }).on('line', (line) => {
        const report = JSON.parse(line) as Timed<Report>;
        if (report.type === 'ready') resolve();
        told(report);
      });
      void this.#exited.then(() => reject(this.#failure('ended')));
      this.#exited.finally(() => clearTimeout(timer)).catch(() => undefined);
    });
    // Reported by whoever waits for it.
    this.#ready.catch(() => undefined);
  }

  /** Resolves when it is ready for work; rejects with {@link ProgramError}. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#over;
  }

  order(order: Order | RelayOrder): void {
    if (!this.#over) this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Signals the program and all it has started. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (this.#over || pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended in this moment.
    }
  }

  /** Ends it at once; resolves when all it told has been heard. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#exited;
  }

  #failure(why: string): ProgramError {
    const detail = this.#complaint.trim().split('\n').slice(-6).join('\n');
    return new ProgramError(this.#name, detail === '' ? why : `${why}: ${detail}`);
  }
}
