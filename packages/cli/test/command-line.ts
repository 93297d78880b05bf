/** Runs the built `halfopen` command as a user does. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { TAG } from '../../../scripts/census.mjs';

/** The built command. */
export const mainPath: string = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly pid: number;
  /** What its processes carry in their environment; see scripts/census.mjs. */
  readonly tag: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command at work. */
export interface Running {
  readonly pid: number;
  readonly tag: string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when standard output or error has shown the text. */
  shown(text: string): Promise<void>;
  /** Closes the reading end of its standard output. */
  stopReading(): void;
}

/** Starts a command. */
export function startCommand(file: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const tag = randomUUID();
  const env = { ...(options.env ?? process.env), [TAG]: tag };
  const child = spawn(file, args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = child.pid ?? -1;
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      output[name] += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ pid, tag, code, ...output }));
  });
  return {
    pid,
    tag,
    ended,
    kill: (signal) => child.kill(signal),
    stopReading: () => child.stdout?.destroy(),
    shown: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.stdout.includes(text) && !output.stderr.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without showing ${text}: ${output.stderr}`)));
      }),
  };
}

/** Starts `halfopen` with these words. */
export function startHalfopen(args: readonly string[], options: SpawnOptions = {}): Running {
  return startCommand(process.execPath, [mainPath, ...args], options);
}

/** Runs `halfopen` with these words to its end. */
export function halfopen(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  return startHalfopen(args, options).ended;
}

/** JSON lines of an output. */
export function jsonLines<Line>(text: string): Line[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
