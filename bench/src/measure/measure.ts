/** Runs a program and tells what it took: time on the wall, time on the processor, the most memory it held. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What a run took. */
export interface Measured {
  readonly wallSeconds: number;
  /** User and system time; `null`: the system does not tell. */
  readonly cpuSeconds: number | null;
  /** Most resident memory; `null`: the system does not tell. */
  readonly peakBytes: number | null;
  /** `null`: ended by a signal. */
  readonly exitCode: number | null;
  /** The last line it wrote to standard error. */
  readonly lastWords: string;
}

/** Where GNU time is. */
const timeProgram = '/usr/bin/time';
const pollMilliseconds = 10;
/** USER_HZ: the unit of times in proc(5), the same on all Linux systems of today. */
const ticksPerSecond = 100;
const keptWords = 2000;

/** Path of a program on PATH, or the path itself if it is one; `undefined`: not installed. */
export function findProgram(name: string): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? name : undefined;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs `program` with its output thrown away. Rejects when it cannot be started. */
export async function measure(program: string, args: readonly string[]): Promise<Measured> {
  if (!existsSync(timeProgram)) return measureByPolling(program, args);
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-bench-'));
  try {
    const report = join(directory, 'time');
    const run = await runProgram(timeProgram, ['-f', '%U %S %M', '-o', report, program, ...args], () => {});
    const [user, system, kibibytes] = (readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? '')
      .split(' ')
      .map(Number);
    return {
      ...run,
      cpuSeconds: user !== undefined && system !== undefined ? user + system : null,
      peakBytes: kibibytes === undefined ? null : kibibytes * 1024,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** As {@link measure}, without GNU time: looks into /proc every 10 ms and so misses what happens after the last look. */
export async function measureByPolling(program: string, args: readonly string[]): Promise<Measured> {
  let peakBytes: number | null = null;
  let cpuSeconds: number | null = null;
  const run = await runProgram(program, args, (pid) => {
    const seen = look(pid);
    peakBytes = seen?.peakBytes ?? peakBytes;
    cpuSeconds = seen?.cpuSeconds ?? cpuSeconds;
  });
  return { ...run, cpuSeconds, peakBytes };
}

/** What proc(5) tells of a process; `undefined`: it is gone, or this is no Linux. */
function look(pid: number): { readonly peakBytes: number; readonly cpuSeconds: number } | undefined {
  try {
    const peak = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    // the name, in parentheses, may hold spaces; user and system time are fields 14 and 15
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return peak === null
      ? undefined
      : { peakBytes: Number(peak[1]) * 1024, cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}

function runProgram(
  program: string,
  args: readonly string[],
  poll: (pid: number) => void,
): Promise<Pick<Measured, 'wallSeconds' | 'exitCode' | 'lastWords'>> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-keptWords);
    });
    const timer = setInterval(() => {
      if (child.pid !== undefined) poll(child.pid);
    }, pollMilliseconds);
    let wallSeconds = 0;
    child.on('exit', () => {
      wallSeconds = (performance.now() - began) / 1000;
      clearInterval(timer);
    });
    child.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on('close', (exitCode) => {
      resolve({ wallSeconds, exitCode, lastWords: words.trim().split('\n').at(-1) ?? '' });
    });
  });
}
