/** How the processes and folders of a lab name their owner, so that those of a dead one can be told. */
import { readFileSync } from 'node:fs';

/** Environment variable of every child of a lab; its value is {@link labMark}. */
export const LAB_MARK = 'HALFOPEN_LAB';

/** Start time of a process, which tells it from a later one of the same number; `null` when there is none. */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22, counted after the command name, which may hold blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** This process as an owner: its number and its start time. */
export function labMark(): string {
  return `${process.pid} ${processStart(process.pid) ?? ''}`;
}
