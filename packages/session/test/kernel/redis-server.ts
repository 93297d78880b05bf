import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Whether redis-server is missing here; then it says so. In CI it must not be. */
export function redisUnavailable(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return false;
  if (process.env['CI'] !== undefined) throw new Error('redis-server is not installed');
  process.stderr.write('The Redis store was NOT tested: redis-server is not installed.\n');
  return true;
}

/** A redis-server of its own, on a socket in a directory of its own. */
export class RedisServer {
  readonly directory: string;
  readonly socket: string;
  readonly #args: readonly string[];
  #process: ChildProcess | null = null;

  constructor(directory: string, args: readonly string[] = []) {
    this.directory = directory;
    this.socket = join(directory, 'socket');
    this.#args = args;
  }

  async start(): Promise<void> {
    const args = [
      '--port',
      '0',
      '--unixsocket',
      this.socket,
      '--dir',
      this.directory,
      '--save',
      '',
      ...this.#args,
    ];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    child.stdout.setEncoding('utf8');
    for await (const [text] of on(child)) if (text.includes('The server is now ready')) break;
    child.stdout.resume();
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    this.#process = null;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

function on(child: ChildProcess): AsyncIterable<readonly [string]> {
  return {
    async *[Symbol.asyncIterator]() {
      while (child.exitCode === null) {
        const [text] = (await once(child.stdout!, 'data')) as [string];
        yield [text] as const;
      }
    },
  };
}
