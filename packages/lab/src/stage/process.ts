/** One program's process: commands in, answers out, and what becomes of a call when the process dies inside it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ActorMessage, Command, EndMessage } from '../actor/protocol.ts';
import { childEnvironment, namespacePath } from './children.ts';
import { LabFault } from './errors.ts';

const actorPath = fileURLToPath(new URL('../actor/main.js', import.meta.url));

/** How a command ended: the call returned, or the process died inside it. */
export type CommandEnd =
  | { readonly kind: 'returned'; readonly message: EndMessage }
  | { readonly kind: 'died'; readonly atNs: bigint; readonly how: string };

type ActorChild = ChildProcessByStdio<Writable, Readable, Readable>;

interface Pending {
  readonly command: Command;
  readonly begun: (atNs: bigint) => void;
  readonly ended: (end: CommandEnd) => void;
  readonly failed: (error: Error) => void;
}

function howDied(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? String(code ?? 0) : `killed ${signal}`;
}

export class ActorProcess {
  readonly #child: ActorChild;
  readonly #pending = new Map<number, Pending>();
  readonly #ready: Promise<void>;
  readonly #exited: Promise<{ readonly atNs: bigint; readonly how: string }>;
  #nextId = 1;
  #partial = '';
  #complaint = '';
  #dead = false;
  #buried = false;

  /** Starts a program inside the namespace. */
  constructor(namespaceFd: number) {
    this.#child = spawn(process.execPath, [actorPath, namespacePath(namespaceFd)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: childEnvironment,
      // Out of reach of the terminal's Ctrl-C, which is the lab's to handle.
      detached: true,
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#pending.set(0, {
        command: { op: 'exit', code: 0 },
        begun: () => {
          this.#pending.delete(0);
          resolve();
        },
        ended: () => reject(new LabFault(`a program did not start: ${this.#complaint.trim()}`)),
        failed: reject,
      });
    });
    this.#exited = new Promise((resolve) => {
      const over = (how: string): void => {
        this.#dead = true;
        resolve({ atNs: process.hrtime.bigint(), how });
      };
      this.#child.once('exit', (code, signal) => over(howDied(code, signal)));
      this.#child.once('error', (error) => {
        // Where it could not even be started there is no exit to wait for.
        this.#fail(new LabFault(`a program did not start: ${error.message}`));
        over('not started');
      });
    });
    this.#connect(this.#child);
  }

  /** The streams are missing where the process could not be started. */
  #connect({ stdin, stdout, stderr }: Partial<Pick<ActorChild, 'stdin' | 'stdout' | 'stderr'>>): void {
    stdin?.on('error', () => undefined);
    stderr?.on('data', (chunk: Buffer) => {
      this.#complaint += chunk.toString();
    });
    stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    // What the process managed to say before it died comes first.
    stdout?.once('close', () => void this.#bury());
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** The process is in its namespace and waits for commands. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** How the process ended, once it has. */
  get exited(): Promise<{ readonly atNs: bigint; readonly how: string }> {
    return this.#exited;
  }

  /** Queues a call; `begun` hears when the program enters it. Rejects with {@link LabFault} when the program is gone already. */
  perform(command: Command, begun: (atNs: bigint) => void): Promise<CommandEnd> {
    const id = this.#nextId++;
    return new Promise((ended, failed) => {
      if (this.#buried) {
        failed(new LabFault(`${command.op}: the program is gone`));
        return;
      }
      this.#pending.set(id, { command, begun, ended, failed });
      this.#child.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
    });
  }

  /** Sends a signal and waits until it has taken effect. */
  async signal(name: NodeJS.Signals): Promise<void> {
    this.#child.kill(name);
    if (name === 'SIGSTOP') await this.#untilStopped(true);
    else if (name === 'SIGCONT') await this.#untilStopped(false);
    else await this.#exited;
  }

  /** Ends the process, whatever it is doing. */
  async end(): Promise<void> {
    if (this.#dead) return;
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async #untilStopped(stopped: boolean): Promise<void> {
    // The kernel has no event for "has been stopped" that Node passes on.
    while (!this.#dead && (this.#schedulerState() === 'T') !== stopped) await delay(1);
  }

  #schedulerState(): string {
    try {
      const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    } catch {
      return 'X';
    }
  }

  #receive(chunk: Buffer): void {
    const lines = (this.#partial + chunk.toString('utf8')).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#hear(JSON.parse(line) as ActorMessage);
  }

  #hear(message: ActorMessage): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if ('beginNs' in message) {
      pending.begun(BigInt(message.beginNs));
      return;
    }
    this.#pending.delete(message.id);
    if ('failure' in message) pending.failed(new LabFault(`${pending.command.op}: ${message.failure}`));
    else pending.ended({ kind: 'returned', message });
  }

  async #bury(): Promise<void> {
    const { atNs, how } = await this.#exited;
    this.#buried = true;
    for (const pending of this.#pending.values()) pending.ended({ kind: 'died', atNs, how });
    this.#pending.clear();
  }

  #fail(error: Error): void {
    this.#buried = true;
    for (const pending of this.#pending.values()) pending.failed(error);
    this.#pending.clear();
  }
}
