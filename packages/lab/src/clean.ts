/**
 * Removes what a lab that was killed may have left. Namespaces, links and rules go with the processes that hold them;
 * programs and captures die with the lab (PR_SET_PDEATHSIG). What can remain is a trace instance, a folder that names a
 * dead owner, and a process that escaped the signal: those are looked for here.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { Backstage } from './backstage/backstage.ts';
import { cleanLabNumbers } from './lab-directory.ts';
import { LAB_MARK, isOwnerGone } from './lab-mark.ts';
import { cleanWorkFolders } from './work-folder.ts';

/** What was removed. */
export interface Cleaned {
  readonly processes: number;
  readonly traceInstances: number;
  readonly folders: number;
}

function markOf(pid: string): string | null {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const mark = environment.find((entry) => entry.startsWith(`${LAB_MARK}=`));
    return mark === undefined ? null : mark.slice(LAB_MARK.length + 1);
  } catch {
    return null;
  }
}

function orphans(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const mark = markOf(pid);
      return mark !== null && isOwnerGone(mark);
    })
    .map(Number);
}

/** False when it ended by itself meanwhile, or is not ours to end. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Looks for leftovers of labs that are gone and removes them. Labs at work are left alone, those of other containers too. */
export async function cleanLeftovers(backstage: Backstage): Promise<Cleaned> {
  return {
    processes: orphans().filter(kill).length,
    traceInstances: await backstage.request('trace-clean', null),
    folders: cleanLabNumbers() + cleanWorkFolders(),
  };
}
