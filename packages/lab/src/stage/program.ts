/** The script's view of a program: its calls as methods, each one recorded. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallName, Errno, Side } from '@halfopen/catalogue';
import type { Command } from '../actor/protocol.ts';
import type {
  Endpoint,
  LabSocket,
  Listener,
  Outcome,
  PollInterest,
  Program,
  Received,
  SocketOptions,
} from '../scenario.ts';
import { endpointText, SERVER_PORT } from './addresses.ts';
import type { CallLog } from './call-log.ts';
import { ScriptSurprise } from './errors.ts';
import { ActorProcess, type CommandEnd } from './process.ts';

/** Run-wide things a program needs. */
export interface Company {
  readonly log: CallLog;
  readonly namespaces: Readonly<Record<Side, number>>;
  readonly addresses: Readonly<Record<Side, string>>;
  /** How long `until` waits before the run counts as surprised. */
  readonly patienceMs: number;
  /** The next number for a socket, unique in the run. */
  nextSocket(): number;
  /** A local port for a client socket. */
  nextPort(): number;
  /** Called before a socket connects, so that the connection can be followed from its first packet. */
  connecting(program: LabProgram, socketNumber: number, from: Endpoint, to: Endpoint): Promise<void>;
  /** Called when a connection has been accepted. */
  accepted(socketNumber: number, listenerNumber: number, peerPort: number): void;
  /** Port of the last connect: what the studied connection leads to. */
  serverPort: number;
  record(at: Side, what: string): void;
  /** A factor around 1 by which a program's pauses vary from run to run. */
  pace(): number;
}

function outcomeOf(end: CommandEnd): Outcome {
  if (end.kind === 'died') return { result: end.how as Outcome['result'], value: -1, errno: null };
  const { result, value, errno } = end.message;
  return { result: result as Outcome['result'], value, errno: errno as Errno | null };
}

function quoted(what: string | number): string {
  if (typeof what === 'number') return `${what} bytes`;
  return what.length > 40 ? `${what.length} bytes` : JSON.stringify(what);
}

function optionsText(options: SocketOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

const shutdownName = { read: 'SHUT_RD', write: 'SHUT_WR', both: 'SHUT_RDWR' } as const;

/** Starts a program on a host of the run. */
export class LabProgram implements Program {
  readonly side: Side;
  readonly name: string;
  readonly #process: ActorProcess;
  readonly #company: Company;

  constructor(side: Side, name: string, company: Company) {
    this.side = side;
    this.name = name;
    this.#company = company;
    this.#process = new ActorProcess(company.namespaces[side]);
  }

  get ready(): Promise<void> {
    return this.#process.ready;
  }

  /** Makes a call and writes it down. */
  async call(call: CallName, socket: number | null, args: string, command: Command): Promise<CommandEnd> {
    const logged = this.#company.log.open({ side: this.side, program: this.name, socket, call, args });
    const end = await this.#process.perform(command, (atNs) => this.#company.log.begin(logged, atNs));
    this.#company.log.close(logged, end);
    return end;
  }

  /** Does something no program could do itself; not written down as a call. */
  async unseen(command: Command): Promise<void> {
    await this.#process.perform(command, () => undefined);
  }

  /** Ends the process with the run. */
  async end(): Promise<void> {
    await this.#process.end();
  }

  async socket(options: SocketOptions = {}): Promise<LabSocket> {
    return (await this.#open(options)).socket;
  }

  async #open(options: SocketOptions): Promise<{ readonly socket: SocketOfProgram }> {
    const number = this.#company.nextSocket();
    const local = { address: this.#company.addresses[this.side], port: this.#company.nextPort() };
    const end = await this.call('socket', number, optionsText(options), {
      op: 'socket',
      options,
      bindAddress: local.address,
      bindPort: local.port,
    });
    return { socket: new SocketOfProgram(this, this.#company, number, this.#fdOf(end), local) };
  }

  #fdOf(end: CommandEnd): number {
    if (end.kind === 'died') throw new ScriptSurprise(`${this.name} died: ${end.how}`);
    return end.message.value;
  }

  async listen(
    how: { readonly port?: number; readonly backlog?: number; readonly options?: SocketOptions } = {},
  ): Promise<Listener> {
    const { port = SERVER_PORT, backlog = 5, options = {} } = how;
    const address = this.#company.addresses[this.side];
    const number = this.#company.nextSocket();
    const args = [`backlog ${backlog}`, optionsText(options)].filter((text) => text !== '').join(', ');
    const end = await this.call('listen', number, args, {
      op: 'listen',
      address,
      port,
      backlog,
      options,
    });
    return new ListenerOfProgram(this, this.#company, number, this.#fdOf(end), { address, port });
  }

  async connect(to: Endpoint, options: SocketOptions = {}): Promise<LabSocket> {
    const { socket } = await this.#open(options);
    const outcome = await socket.connect(to);
    if (outcome.value !== 0)
      throw new ScriptSurprise(`${this.name}: connect ${endpointText(to)} gave ${outcome.result}`);
    return socket;
  }

  async onSigpipe(disposition: 'default' | 'ignore'): Promise<void> {
    await this.unseen({ op: 'sigpipe', disposition });
  }

  async signal(name: 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    this.#company.record(this.side, `${name} to ${this.name}`);
    const atNs = process.hrtime.bigint();
    await this.#process.signal(name);
    if (name === 'SIGINT' || name === 'SIGKILL')
      this.#company.log.exit(this.side, this.name, atNs, `killed ${name}`);
  }

  async abort(): Promise<void> {
    await this.call('exit', null, 'abort', { op: 'abort' });
  }

  async exit(code = 0): Promise<void> {
    await this.call('exit', null, String(code), { op: 'exit', code });
  }

  async gone(): Promise<void> {
    await this.#process.exited;
  }

  async sleep(ms: number): Promise<void> {
    await delay(ms * this.#company.pace());
  }
}

/** A socket of a {@link LabProgram}. */
export class SocketOfProgram implements LabSocket {
  readonly program: LabProgram;
  /** Unique in the run. */
  readonly number: number;
  readonly #company: Company;
  readonly #fd: number;
  readonly #local: Endpoint;

  constructor(program: LabProgram, company: Company, number: number, fd: number, local: Endpoint) {
    this.program = program;
    this.#company = company;
    this.number = number;
    this.#fd = fd;
    this.#local = local;
  }

  async #call(call: CallName, args: string, command: Command): Promise<Outcome> {
    return outcomeOf(await this.program.call(call, this.number, args, command));
  }

  local(): Promise<Endpoint> {
    return Promise.resolve(this.#local);
  }

  async connect(to: Endpoint): Promise<Outcome> {
    await this.#company.connecting(this.program, this.number, this.#local, to);
    return this.#call('connect', endpointText(to), { op: 'connect', fd: this.#fd, ...to });
  }

  send(what: string | number): Promise<Outcome> {
    return this.#call('send', quoted(what), { op: 'send', fd: this.#fd, data: what });
  }

  async recv(maxBytes = 65536): Promise<Received> {
    const end = await this.program.call('recv', this.number, '', { op: 'recv', fd: this.#fd, maxBytes });
    return { ...outcomeOf(end), data: end.kind === 'died' ? '' : (end.message.data ?? '') };
  }

  poll(interest: readonly PollInterest[], timeoutMs: number): Promise<Outcome> {
    const args = `${interest.join('|')}, ${timeoutMs < 0 ? 'forever' : `${timeoutMs} ms`}`;
    return this.#call('poll', args, { op: 'poll', fd: this.#fd, interest, timeoutMs });
  }

  select(timeoutMs: number): Promise<Outcome> {
    return this.#call('select', `${timeoutMs} ms`, { op: 'select', fd: this.#fd, timeoutMs });
  }

  async until(interest: PollInterest): Promise<Outcome> {
    const timeoutMs = this.#company.patienceMs;
    const outcome = await this.#call('poll', interest, { op: 'until', fd: this.#fd, interest, timeoutMs });
    if (outcome.result === 'timeout')
      throw new ScriptSurprise(`${this.program.name}: no ${interest} within ${timeoutMs / 1000} s`);
    return outcome;
  }

  takeError(): Promise<Outcome> {
    return this.#call('getsockopt', 'SO_ERROR', { op: 'getError', fd: this.#fd });
  }

  async setNonBlocking(): Promise<void> {
    await this.#call('fcntl', 'O_NONBLOCK', { op: 'nonBlocking', fd: this.#fd });
  }

  async set(options: SocketOptions): Promise<void> {
    await this.#call('setsockopt', optionsText(options), { op: 'set', fd: this.#fd, options });
  }

  shutdown(how: 'read' | 'write' | 'both'): Promise<Outcome> {
    return this.#call('shutdown', shutdownName[how], { op: 'shutdown', fd: this.#fd, how });
  }

  close(): Promise<Outcome> {
    return this.#call('close', '', { op: 'close', fd: this.#fd });
  }

  async forget(): Promise<void> {
    this.#company.record(this.program.side, 'the host crashes: its connections are forgotten');
    await this.program.unseen({ op: 'forget', fd: this.#fd });
  }
}

class ListenerOfProgram implements Listener {
  readonly address: Endpoint;
  readonly #program: LabProgram;
  readonly #company: Company;
  readonly #number: number;
  readonly #fd: number;

  constructor(program: LabProgram, company: Company, number: number, fd: number, address: Endpoint) {
    this.#program = program;
    this.#company = company;
    this.#number = number;
    this.#fd = fd;
    this.address = address;
  }

  async accept(): Promise<LabSocket> {
    const end = await this.#program.call('accept', this.#number, '', { op: 'accept', fd: this.#fd });
    if (end.kind === 'died' || end.message.value < 0)
      throw new ScriptSurprise(`${this.#program.name}: accept gave ${outcomeOf(end).result}`);
    const number = this.#company.nextSocket();
    this.#company.accepted(number, this.#number, end.message.port ?? 0);
    return new SocketOfProgram(this.#program, this.#company, number, end.message.value, this.address);
  }

  async until(interest: 'IN'): Promise<Outcome> {
    const timeoutMs = this.#company.patienceMs;
    const end = await this.#program.call('poll', this.#number, interest, {
      op: 'until',
      fd: this.#fd,
      interest,
      timeoutMs,
    });
    const outcome = outcomeOf(end);
    if (outcome.result === 'timeout')
      throw new ScriptSurprise(`${this.#program.name}: no connection within ${timeoutMs / 1000} s`);
    return outcome;
  }

  async close(): Promise<Outcome> {
    return outcomeOf(await this.#program.call('close', this.#number, '', { op: 'close', fd: this.#fd }));
  }
}
