/** One program of a play: runs on its host, is typed to, and is heard line by line. Dies with us. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment, namespacePath } from '@halfopen/lab';

/** What an uncaught error prints around its one line that matters. */
const NOISE = /^(\s|node:|Node\.js|Emitted|\}|$)/;

/** How to start one. */
export interface ProgramSetting {
  readonly namespace: number;
  readonly command: readonly string[];
  /** Told of every line, and of an end that {@link Program.kill} did not ask for. */
  readonly heard: (line: string) => void;
}

export class Program {
  readonly #child: ChildProcess;
  /** Resolves when it has ended and everything it said was heard. */
  readonly ended: Promise<void>;
  #over = false;
  #killed = false;

  constructor({ namespace, command, heard }: ProgramSetting) {
    const child = spawn(
      'nsenter',
      [`--net=${namespacePath(namespace)}`, '--', 'setpriv', '--pdeathsig', 'KILL', '--', ...command],
      { stdio: ['pipe', 'pipe', 'pipe'], env: { ...childEnvironment, NO_COLOR: '1' }, detached: true },
    );
    this.#child = child;
    child.stdin.on('error', () => undefined);
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        if (!NOISE.test(line)) heard(line.trimEnd());
      });
    }
    this.ended = new Promise((resolve) => {
      const over = (how: string): void => {
        this.#over = true;
        if (!this.#killed) heard(how);
        resolve();
      };
      child.once('error', (error) => over(error.message));
      child.once('close', (code, signal) => over(signal ?? `the program has ended, exit code ${code}`));
    });
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#over;
  }

  /** Types a line. */
  type(line: string): void {
    if (!this.#over) this.#child.stdin?.write(`${line}\n`);
  }

  /** Ends its standard input. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    if (!this.#over) this.#child.kill(signal);
  }

  /** Ends it as kill -9 does. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.signal('SIGKILL');
    await this.ended;
  }
}
