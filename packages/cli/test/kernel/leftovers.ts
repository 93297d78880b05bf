/** What a lab could leave on the machine, looked for from outside. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Living processes that carry the mark of a lab. */
function markedProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes('HALFOPEN_LAB=');
      } catch {
        return false;
      }
    })
    .map((pid) => `process ${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`);
}

function lines(file: string, args: readonly string[]): string[] {
  return execFileSync(file, args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

/** Everything of a lab's that is still there: processes, folders, links, named namespaces, firewall tables. */
export function leftovers(): string[] {
  return [
    ...markedProcesses(),
    ...readdirSync(tmpdir())
      .filter((name) => name.startsWith('halfopen-lab-'))
      .map((name) => `folder ${join(tmpdir(), name)}`),
    ...lines('ip', ['-o', 'link']).filter((line) => line.includes('link/ether 02:00:00:00:00')),
    ...lines('ip', ['netns', 'list']),
    ...(process.getuid?.() === 0
      ? lines('nft', ['list', 'tables']).filter((line) => line.includes('halfopen'))
      : []),
    ...(existsSync('/sys/kernel/tracing/instances')
      ? readdirSync('/sys/kernel/tracing/instances')
      : []
    ).filter((name) => name.startsWith('halfopen-')),
  ];
}
