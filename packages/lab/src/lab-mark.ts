/**
 * How the processes, folders and trace instances of a lab name their owner, so that those of a dead one can be told:
 *
 *     4026531836-1234-567890      process-id namespace, process number, start time
 *
 * Numbers of another namespace mean nothing here: a lab inside a container is left alone from outside, unless it is
 * certain that the whole container is gone.
 */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Environment variable of every child of a lab; its value is {@link labMark}. */
export const LAB_MARK = 'HALFOPEN_LAB_OWNER';

/** Number of the namespace that the machine starts with; from there every process can be seen (linux/proc_ns.h). */
const INITIAL_PID_NAMESPACE = '4026531836';
const MARK = /^(\d+)-(\d+)-(\d+)$/;

/** Fields of /proc/PID/stat after the command name, which may hold blanks. */
const STATE_FIELD = 0;
const START_FIELD = 19;

/** Start time of a process, which tells it from a later one of the same number; `null` when there is none, or only its zombie. */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /[ZX]/.test(fields[STATE_FIELD] ?? '') ? null : (fields[START_FIELD] ?? null);
  } catch {
    return null;
  }
}

/** The number in `pid:[4026531836]`. Throws what readlink(2) throws. */
function pidNamespaceOf(process: string): string {
  return /\d+/.exec(readlinkSync(`/proc/${process}/ns/pid`))?.[0] ?? '';
}

function ownNamespace(): string {
  try {
    return pidNamespaceOf('self');
  } catch {
    return '0';
  }
}

/** This process as an owner. */
export function labMark(): string {
  return `${ownNamespace()}-${process.pid}-${processStart(process.pid) ?? 0}`;
}

/** Whether no process of a namespace is left. Only root in the initial namespace can know. */
function isDeserted(namespace: string): boolean {
  if (process.getuid?.() !== 0 || ownNamespace() !== INITIAL_PID_NAMESPACE) return false;
  // Process 1 need not be asked, and may not even let root look: it is where this process is.
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== '1')
    .every((pid) => {
      try {
        return pidNamespaceOf(pid) !== namespace;
      } catch (error) {
        return ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');
      }
    });
}

/** Whether the owner that a mark names has certainly ended. What is no mark has no owner to be sure about. */
export function isOwnerGone(mark: string): boolean {
  const [, namespace = '', pid = '', start = ''] = MARK.exec(mark) ?? [];
  if (namespace === '') return false;
  if (namespace !== ownNamespace()) return isDeserted(namespace);
  return processStart(Number(pid)) !== start;
}
