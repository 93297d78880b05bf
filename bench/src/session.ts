/** The command `session`: messages of 1 KiB by our session, by a bare socket, and by `ws`, in turn. */
import { parseArgs } from 'node:util';
import { type Measurement, measureSession, megabytesPerSecond } from './session/measure.ts';
import type { Task } from './session/protocol.ts';
import { subjects } from './session/subjects.ts';

const usage = `usage: node bench/dist/session.js [--rounds N] [--scale X] [--json]
Every task is measured once for each subject in a round; of N rounds (default 5) the middle one counts. --scale makes tasks longer or shorter.
`;

interface Row {
  readonly task: Task;
  readonly subject: string;
  readonly taken: Measurement[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      scale: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const rounds = Number(values.rounds);
  const scale = Number(values.scale);
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    throw new TypeError('--rounds wants a whole number from 1 on');
  if (!(scale > 0)) throw new TypeError('--scale wants a positive number');
  const rows = await measureAll(tasksOf(scale), rounds);
  process.stdout.write(values.json ? `${JSON.stringify(rows.map(summary))}\n` : table(rows));
}

function tasksOf(scale: number): readonly Task[] {
  const messages = Math.round(200_000 * scale);
  const timed = Math.round(6000 * scale);
  return [
    { kind: 'throughput', connections: 1, messages },
    { kind: 'throughput', connections: 1000, messages },
    { kind: 'latency', connections: 1, messages: timed, perSecond: 2000 },
    { kind: 'latency', connections: 1000, messages: timed, perSecond: 2000 },
    { kind: 'memory', connections: 1000 },
  ];
}

async function measureAll(tasks: readonly Task[], rounds: number): Promise<readonly Row[]> {
  const rows = tasks.flatMap((task) => subjects.map(({ name }): Row => ({ task, subject: name, taken: [] })));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { task, subject, taken } of rows) {
      process.stderr.write(`round ${round}/${rounds}: ${titleOf(task)}, ${subject}\n`);
      taken.push(await measureSession(subject, task));
    }
  }
  return rows;
}

function titleOf(task: Task): string {
  const over = `${task.connections} ${task.connections === 1 ? 'connection' : 'connections'}`;
  return task.kind === 'latency' ? `latency at ${task.perSecond}/s, ${over}` : `${task.kind}, ${over}`;
}

function middle(taken: readonly Measurement[], pick: (one: Measurement) => number | null): number | null {
  const values = taken.map(pick).filter((value) => value !== null);
  return values.toSorted((one, two) => one - two)[values.length >> 1] ?? null;
}

function summary({
  task,
  subject,
  taken,
}: Row): Measurement & { readonly task: Task; readonly subject: string } {
  return {
    task,
    subject,
    messagesPerSecond: middle(taken, (one) => one.messagesPerSecond),
    p50Ms: middle(taken, (one) => one.p50Ms),
    p99Ms: middle(taken, (one) => one.p99Ms),
    bytesPerConnection: middle(taken, (one) => one.bytesPerConnection),
  };
}

function table(rows: readonly Row[]): string {
  const lines = ['| | | | of `net` |', '|---|---|---|---|'];
  const all = rows.map(summary);
  for (const one of all) {
    const yardstick = all.find(({ task, subject }) => task === one.task && subject === 'net')!;
    lines.push(`| ${titleOf(one.task)} | ${one.subject} | ${figure(one)} | ${ratio(one, yardstick)} |`);
  }
  return `${lines.join('\n')}\n`;
}

function figure({ messagesPerSecond, p50Ms, p99Ms, bytesPerConnection }: Measurement): string {
  if (messagesPerSecond !== null) {
    return `${Math.round(messagesPerSecond / 1000)},000 messages/s, ${Math.round(megabytesPerSecond(messagesPerSecond))} MB/s`;
  }
  if (p99Ms !== null) return `p50 ${(p50Ms ?? 0).toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`;
  return `${((bytesPerConnection ?? 0) / 1024).toFixed(1)} KiB a connection, both sides`;
}

function ratio(one: Measurement, yardstick: Measurement): string {
  const pairs = [
    [one.messagesPerSecond, yardstick.messagesPerSecond],
    [one.p99Ms, yardstick.p99Ms],
    [one.bytesPerConnection, yardstick.bytesPerConnection],
  ] as const;
  for (const [value, other] of pairs) {
    if (value !== null && other !== null) return `x ${(value / other).toFixed(2)}`;
  }
  return '';
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
