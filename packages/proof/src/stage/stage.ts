/** One run's stage: its programs, the path between them, and the log of what happened. Faults act on it. */
import { rmSync } from 'node:fs';
import { makeWorkFolder, runInside } from '@halfopen/lab';
import type { RelayOrder } from '../programs/relay.ts';
import { type Entry, type Order, type Profile, type Side, monotonicMs } from '../record/records.ts';
import type { Subject } from '../subjects/subject.ts';
import { type Hosts, type Place, SERVER_NAME } from './hosts.ts';
import { Path } from './path.ts';
import { RunProgram } from './program.ts';

type SendOrder = Extract<Order, { type: 'send' }>;

/** How a stage is set up. */
export interface StageSetting {
  readonly hosts: Hosts;
  readonly subject: Subject;
  readonly profile: Profile;
  readonly port: number;
  /** Whether connections go through a relay. */
  readonly relayed: boolean;
  /** Whether the client connects to a name with two addresses. */
  readonly named: boolean;
}

export class Stage {
  readonly log: Entry[] = [];
  readonly path: Path;
  readonly port: number;
  readonly #setting: StageSetting;
  readonly #folder: string;
  readonly #programs: Partial<Record<Place, RunProgram>> = {};
  readonly #listeners = new Set<() => void>();
  /** Messages that were ordered and not yet begun, by side. */
  readonly #owed: Record<Side, SendOrder[]> = { client: [], server: [] };
  readonly #lastId: Record<Side, number> = { client: 0, server: 0 };
  readonly #reading: Record<Side, boolean> = { client: true, server: true };

  constructor(setting: StageSetting) {
    this.#setting = setting;
    this.port = setting.port;
    this.path = new Path(setting.hosts);
    this.#folder = makeWorkFolder();
  }

  /** Starts everything; resolves when both sides have told that they are connected. Rejects when they can't. */
  async open(signal: AbortSignal): Promise<void> {
    const { relayed, hosts, subject } = this.#setting;
    await this.path.reset();
    if (relayed) {
      const relay = this.#start('router', ['relay']);
      this.relay({ type: 'open', port: this.port, host: hosts.server.v4 });
      await relay.ready;
    }
    await this.start('server');
    await this.start('client');
    const isUp = (side: Side): boolean =>
      this.log.some((entry) => entry.type === 'up' && entry.side === side);
    await this.until(() => isUp('client') && isUp('server'), 10_000, signal);
    if (!isUp('client')) throw new Error(`${subject.name} did not connect`);
  }

  /** Starts the program of a side, in place of one that was killed, and gives it what is left to send. */
  async start(side: Side): Promise<void> {
    const { subject, hosts, relayed, named, profile } = this.#setting;
    const program = this.#start(side, [subject.name, side]);
    const address = relayed ? hosts.relay : hosts.server.v4;
    program.order({
      type: 'start',
      host: named ? SERVER_NAME : address,
      port: this.port,
      firstId: this.#lastId[side] + 1,
      folder: this.#folder,
      profile,
    });
    if (!this.#reading[side]) program.order({ type: 'read', on: false });
    for (const order of this.#owed[side]) program.order(order);
    await program.ready;
    this.note({ type: 'started', side });
  }

  /** Ends the program of a side as kill -9 does. */
  async kill(side: Side): Promise<void> {
    await this.#programs[side]?.kill();
    this.note({ type: 'killed', side });
  }

  /** Stops or continues the program of a side. */
  signal(side: Side, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#programs[side]?.signal(signal);
  }

  order(side: Side, order: Order): void {
    if (order.type === 'read') this.#reading[side] = order.on;
    if (order.type === 'send') this.#owed[side].push(order);
    this.#programs[side]?.order(order);
  }

  relay(order: RelayOrder): void {
    this.#programs.router?.order(order);
  }

  /** Runs a shell script on a host. */
  run(place: Place, tool: string, script: string): Promise<void> {
    return runInside(this.#setting.hosts.namespaces[place], tool, script);
  }

  /**
   * Lets the kernel of a host abort its connections with this run's server: RST to the other end (ss(8), `--kill`). What the server's
   * host has with itself stays.
   */
  abort(side: Side): Promise<void> {
    const port = side === 'server' ? 'sport' : 'dport';
    const filter = `${port} = :${this.port} and not dst 127.0.0.0/8 and not dst [::1]`;
    return this.run(side, 'ss', `ss -K -tnH state connected '( ${filter} )' >/dev/null`);
  }

  /** Writes a line of the log. */
  note(
    entry:
      | { readonly type: 'begin' | 'end'; readonly fault: number }
      | { readonly type: 'killed' | 'started'; readonly side: Side },
  ): void {
    this.#log({ ...entry, atMs: monotonicMs() });
  }

  /** Whether all messages ordered have been handed to the libraries. */
  get nothingOwed(): boolean {
    return this.#owed.client.length === 0 && this.#owed.server.length === 0;
  }

  /** Resolves when `happened`, or when nothing has been told for `quietMs`. Rejects when aborted. */
  until(happened: () => boolean, quietMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        stop();
        reject(signal.reason as Error);
      };
      const done = (): void => {
        stop();
        resolve();
      };
      let timer = setTimeout(done, quietMs);
      const look = (): void => {
        if (happened()) done();
        else {
          clearTimeout(timer);
          timer = setTimeout(done, quietMs);
        }
      };
      const stop = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        signal.removeEventListener('abort', aborted);
      };
      this.#listeners.add(look);
      if (signal.aborted) aborted();
      else {
        signal.addEventListener('abort', aborted, { once: true });
        if (happened()) done();
      }
    });
  }

  /** Ends everything that runs, at whatever point. */
  async close(): Promise<void> {
    const programs = Object.values(this.#programs);
    // What they see of each other's end is no part of the run.
    for (const place of ['client', 'server', 'router'] as const) delete this.#programs[place];
    await Promise.all(programs.map((program) => program.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(place: Place, args: readonly string[]): RunProgram {
    const { hosts, named } = this.#setting;
    const program = new RunProgram({
      namespace: hosts.namespaces[place],
      args,
      names:
        named && place === 'client'
          ? `${hosts.server.v6} ${SERVER_NAME}\n${hosts.server.v4} ${SERVER_NAME}\n`
          : '',
      told: (report) => {
        if (place === 'router' || this.#programs[place] !== program) return;
        if (report.type === 'sending') this.#begun(place, report.id);
        this.#log({ ...report, side: place });
      },
    });
    this.#programs[place] = program;
    return program;
  }

  #begun(side: Side, id: number): void {
    this.#lastId[side] = id;
    const [first, ...rest] = this.#owed[side];
    if (first === undefined) return;
    this.#owed[side] = first.count > 1 ? [{ ...first, count: first.count - 1 }, ...rest] : rest;
  }

  #log(entry: Entry): void {
    this.log.push(entry);
    for (const listener of this.#listeners) listener();
  }
}
