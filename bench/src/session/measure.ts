/** One measurement: two fresh processes, one task. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildReport, ClientCommand, ServerCommand, Task } from './protocol.ts';
import { MESSAGE_BYTES } from './protocol.ts';

/** What one task came to, for one subject. */
export interface Measurement {
  readonly messagesPerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Memory of both processes for one connection. */
  readonly bytesPerConnection: number | null;
}

const childFile = fileURLToPath(new URL('./child.js', import.meta.url));

class Child {
  readonly #process: ChildProcess = fork(childFile, { execArgv: ['--expose-gc'] });

  ask<K extends ChildReport['did']>(
    command: ServerCommand | ClientCommand | null,
    answer: K,
  ): Promise<Extract<ChildReport, { did: K }>> {
    return new Promise((resolve, reject) => {
      const onMessage = (report: ChildReport): void => {
        if (report.did !== answer) return;
        this.#process.off('message', onMessage);
        resolve(report as Extract<ChildReport, { did: K }>);
      };
      this.#process.on('message', onMessage);
      this.#process.once('exit', (code) => reject(new Error(`a child ended with ${code}`)));
      if (command !== null) this.#process.send(command);
    });
  }

  end(): void {
    this.#process.removeAllListeners('exit');
    this.#process.kill();
  }
}

/** Measures one task for one subject. */
export async function measureSession(subject: string, task: Task): Promise<Measurement> {
  const server = new Child();
  const client = new Child();
  try {
    const answers = task.kind === 'latency';
    const { port } = await server.ask({ do: 'serve', subject, answers }, 'serve');
    const dial = (connections: number): Promise<unknown> =>
      client.ask({ do: 'dial', subject, port, connections }, 'dial');
    if (task.kind === 'memory') return await memoryOf(server, client, task.connections, dial);
    await dial(task.connections);
    // Once to be compiled, once to be measured.
    await runOnce(server, client, { ...task, messages: Math.ceil(task.messages / 4) });
    return await runOnce(server, client, task);
  } finally {
    client.end();
    server.end();
  }
}

async function runOnce(
  server: Child,
  client: Child,
  task: Exclude<Task, { kind: 'memory' }>,
): Promise<Measurement> {
  const each = Math.ceil(task.messages / task.connections);
  const messages = task.kind === 'throughput' ? each * task.connections : task.messages;
  await server.ask({ do: 'expect', messages }, 'expect');
  const received = server.ask(null, 'received');
  const begun = performance.now();
  const { latenciesMs } = await client.ask({ do: 'run', task }, 'run');
  await received;
  const seconds = (performance.now() - begun) / 1000;
  const sorted = latenciesMs.toSorted((one, two) => one - two);
  const rank = (share: number): number | null => sorted[Math.floor(sorted.length * share)] ?? null;
  return {
    messagesPerSecond: task.kind === 'throughput' ? messages / seconds : null,
    p50Ms: rank(0.5),
    p99Ms: rank(0.99),
    bytesPerConnection: null,
  };
}

async function memoryOf(
  server: Child,
  client: Child,
  connections: number,
  dial: (connections: number) => Promise<unknown>,
): Promise<Measurement> {
  const total = async (): Promise<number> => {
    const [one, two] = await Promise.all([
      server.ask({ do: 'memory' }, 'memory'),
      client.ask({ do: 'memory' }, 'memory'),
    ]);
    return one.bytes + two.bytes;
  };
  // The first hundred pay for what is made once.
  const base = Math.ceil(connections / 10);
  await dial(base);
  const before = await total();
  await dial(connections);
  const bytesPerConnection = ((await total()) - before) / (connections - base);
  return { messagesPerSecond: null, p50Ms: null, p99Ms: null, bytesPerConnection };
}

/** Megabytes of message a second. */
export function megabytesPerSecond(messagesPerSecond: number): number {
  return (messagesPerSecond * MESSAGE_BYTES) / 1e6;
}
