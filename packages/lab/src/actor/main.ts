/**
 * A program of the lab: a process on one of the hosts that makes system calls on command and does nothing else. It is
 * deliberately synchronous, one blocking call at a time, like the C programs it stands for.
 *
 *     node main.js /proc/PID/fd/N      the network namespace to live in
 */
import { openSync, readSync, writeSync } from 'node:fs';
import { CLONE_NEWNET, PR_SET_PDEATHSIG, RLIMIT_CORE, SIGKILL } from '../kernel/constants.ts';
import { errnoName } from '../kernel/errno.ts';
import { errno, libc } from '../kernel/libc.ts';
import { perform } from './calls.ts';
import type { ActorMessage, NumberedCommand } from './protocol.ts';

const INPUT = 0;
const OUTPUT = 1;

function tell(message: ActorMessage): void {
  writeSync(OUTPUT, `${JSON.stringify(message)}\n`);
}

function run(command: NumberedCommand): void {
  const { id } = command;
  tell({ id, beginNs: String(process.hrtime.bigint()) });
  try {
    const answer = perform(command);
    const endNs = String(process.hrtime.bigint());
    tell({ id, endNs, ...answer });
  } catch (error) {
    tell({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}

function enter(namespacePath: string): void {
  // A lab that dies must not leave programs behind, not even one that is blocked in a call.
  libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  libc.setrlimit(RLIMIT_CORE, Buffer.alloc(16));
  if (libc.setns(openSync(namespacePath, 'r'), CLONE_NEWNET) !== 0) {
    throw new Error(`setns ${namespacePath}: ${errnoName(errno())}`);
  }
}

function serve(): void {
  const chunk = Buffer.alloc(1 << 16);
  let pending = '';
  for (;;) {
    const length = readSync(INPUT, chunk);
    if (length === 0) return;
    pending += chunk.toString('utf8', 0, length);
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) run(JSON.parse(line) as NumberedCommand);
  }
}

const [namespacePath] = process.argv.slice(2);
if (namespacePath === undefined) {
  process.stderr.write('This program is started by the lab.\n');
  process.exit(2);
}
enter(namespacePath);
tell({ id: 0, beginNs: String(process.hrtime.bigint()) });
serve();
