/** One of the two processes between which messages are sent. Started by the command `session`; obeys its parent. */
import type { ChildReport, ClientCommand, ServerCommand, Task } from './protocol.ts';
import { MESSAGE_BYTES } from './protocol.ts';
import type { Peer } from './subject.ts';
import { subjects } from './subjects.ts';

const peers: Peer[] = [];
/** When each message that waits for its answer was due, connection by connection. */
const due: number[][] = [];
const latenciesMs: number[] = [];
let received = 0;
let expected = Number.POSITIVE_INFINITY;
let answered = 0;
let allAnswered: () => void = () => undefined;

function tell(report: ChildReport): void {
  process.send?.(report);
}

function memoryBytes(): number {
  for (let times = 0; times < 4; times += 1) globalThis.gc?.();
  return process.memoryUsage().rss;
}

function subjectNamed(name: string): (typeof subjects)[number] {
  const subject = subjects.find((one) => one.name === name);
  if (subject === undefined) throw new TypeError(`no subject ${name}`);
  return subject;
}

async function serve(name: string, answers: boolean): Promise<void> {
  const { port } = await subjectNamed(name).serve((data, reply) => {
    if (answers) reply(data);
    received += 1;
    if (received === expected) tell({ did: 'received' });
  });
  tell({ did: 'serve', port });
}

async function dial(name: string, port: number, connections: number): Promise<void> {
  const subject = subjectNamed(name);
  while (peers.length < connections) {
    const index = peers.length;
    due.push([]);
    peers.push(
      await subject.dial(port, () => {
        const at = due[index]!.shift();
        if (at === undefined) return;
        latenciesMs.push(performance.now() - at);
        answered += 1;
        allAnswered();
      }),
    );
  }
  tell({ did: 'dial' });
}

async function run(task: Task): Promise<void> {
  const message = Buffer.alloc(MESSAGE_BYTES, 'x');
  latenciesMs.length = 0;
  if (task.kind === 'throughput') {
    const each = Math.ceil(task.messages / task.connections);
    await Promise.all(
      peers.map(async (peer) => {
        for (let sent = 0; sent < each; sent += 1) {
          const taken = peer.send(message);
          if (taken !== undefined) await taken;
        }
      }),
    );
  } else if (task.kind === 'latency') {
    await atRate(task.messages, task.perSecond, message);
  }
  tell({ did: 'run', latenciesMs });
}

/** Sends at a steady rate whatever the answers do, so that a stall is seen by everything that was due in it. */
async function atRate(messages: number, perSecond: number, message: Buffer): Promise<void> {
  answered = 0;
  const done = new Promise<void>((resolve) => {
    allAnswered = () => {
      if (answered === messages) resolve();
    };
  });
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const until = Math.min(messages, Math.floor(((performance.now() - begun) / 1000) * perSecond));
    for (; sent < until; sent += 1) {
      const index = sent % peers.length;
      due[index]!.push(begun + (sent / perSecond) * 1000);
      void peers[index]!.send(message);
    }
    if (sent === messages) clearInterval(timer);
  }, 1);
  await done;
}

process.on('message', (command: ServerCommand | ClientCommand) => {
  switch (command.do) {
    case 'serve':
      void serve(command.subject, command.answers);
      break;
    case 'expect':
      received = 0;
      expected = command.messages;
      tell({ did: 'expect' });
      break;
    case 'dial':
      void dial(command.subject, command.port, command.connections);
      break;
    case 'run':
      void run(command.task);
      break;
    case 'memory':
      tell({ did: 'memory', bytes: memoryBytes() });
      break;
  }
});
process.on('disconnect', () => process.exit());
