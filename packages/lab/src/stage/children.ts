/**
 * Child processes of the lab: tools that set something up and end, and programs that live as long as a run. All of them
 * are in a session of their own, so that Ctrl-C reaches only the lab, which then ends them in order; those that live on
 * die with the lab even if it is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { LAB_MARK, labMark } from '../lab-mark.ts';

/** A set-up tool that failed: `TOOL_FAILED`, or `TOOL_MISSING` when there is no such program. */
export class ToolError extends Error {
  readonly code: 'TOOL_FAILED' | 'TOOL_MISSING';
  readonly tool: string;
  constructor(code: 'TOOL_FAILED' | 'TOOL_MISSING', tool: string, detail: string) {
    super(code === 'TOOL_MISSING' ? `${tool} is not installed` : `${tool}: ${detail}`);
    this.name = 'ToolError';
    this.code = code;
    this.tool = tool;
  }
}

/** PATH with the administrator's folders: a plain user's often lacks them, and that is where `ip`, `nft` and `tcpdump` are. */
export const toolPath: string = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** Environment of every child: found by `--clean` if it should ever outlive its lab. */
export const childEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: toolPath,
  LC_ALL: 'C',
  [LAB_MARK]: labMark(),
};

/** Where a namespace can be entered by other processes. */
export function namespacePath(fd: number): string {
  return `/proc/${process.pid}/fd/${fd}`;
}

/** Runs a shell script inside a network namespace with `input` on its standard input; resolves when it has succeeded. */
export function runInside(fd: number, tool: string, script: string, input = ''): Promise<void> {
  const child = spawn('nsenter', [`--net=${namespacePath(fd)}`, 'sh', '-ec', script], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: childEnvironment,
    detached: true,
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  // The tool may refuse before it has read everything; its exit code tells the story.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new ToolError(error.code === 'ENOENT' ? 'TOOL_MISSING' : 'TOOL_FAILED', 'nsenter', error.message),
      ),
    );
    child.once('close', (code) => {
      if (code === 0) resolve();
      else if (code === 127) reject(new ToolError('TOOL_MISSING', tool, complaint.trim()));
      else reject(new ToolError('TOOL_FAILED', tool, complaint.trim() || `exit ${code}`));
    });
  });
}

/** Starts a program inside a network namespace that dies with the lab. Standard input is empty. */
export function startInside(fd: number, command: readonly string[]): ChildProcess {
  return spawn(
    'nsenter',
    [`--net=${namespacePath(fd)}`, 'setpriv', '--pdeathsig', 'KILL', '--', ...command],
    { stdio: ['ignore', 'pipe', 'pipe'], env: childEnvironment, detached: true },
  );
}
