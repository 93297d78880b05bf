/** What a lab that has ended could have left on the machine, looked for from outside. Labs at work are none of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TRACE_INSTANCES = '/sys/kernel/tracing/instances';

function alive(pid: string | undefined): boolean {
  return pid !== undefined && existsSync(`/proc/${pid}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Processes that carry the mark of a lab that is gone. */
function orphans(): string[] {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const owner = /HALFOPEN_LAB=(\d+)/.exec(read(`/proc/${pid}/environ`))?.[1];
      return owner === undefined || alive(owner) ? [] : [`process ${pid}: ${read(`/proc/${pid}/cmdline`)}`];
    });
}

/** Address folders whose owner is gone. */
function folders(): string[] {
  return list(tmpdir())
    .filter((name) => name.startsWith('halfopen-lab-'))
    .flatMap((name) => list(join(tmpdir(), name)).map((net) => join(tmpdir(), name, net)))
    .filter((folder) => !alive(read(join(folder, 'owner')).split(' ')[0]));
}

function traceInstances(): string[] {
  return list(TRACE_INSTANCES).filter((name) => name.startsWith('halfopen-') && !alive(name.split('-')[1]));
}

function lines(file: string, args: readonly string[]): string[] {
  return execFileSync(file, args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

/** Everything of ended labs that is still there: processes, folders, trace instances, links, namespaces, rules. */
export function leftovers(): string[] {
  return [
    ...orphans(),
    ...folders(),
    ...traceInstances(),
    ...lines('ip', ['-o', 'link']).filter((line) => line.includes('link/ether 02:00:00:00:00')),
    ...lines('ip', ['netns', 'list']),
    ...(process.getuid?.() === 0 ? lines('nft', ['list', 'tables']) : []).filter((line) =>
      line.includes('halfopen'),
    ),
  ];
}
