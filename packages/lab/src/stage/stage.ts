/**
 * One run's stage: hosts, path, programs, captures and the state watch, and the waits a script can ask for. It records;
 * judging is somebody else's work.
 */
import type { Side, TcpState, Vantage } from '@halfopen/catalogue';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backstage } from '../backstage/backstage.ts';
import { RunClock } from '../kernel/clock.ts';
import type { DiagTuple } from '../kernel/sock-diag.ts';
import type { FaultRecord } from '../observe/record.ts';
import type { StateSighting } from '../observe/states.ts';
import { type TraceEvent, parseTraceLine } from '../observe/trace-events.ts';
import type { Endpoint, LabSocket, Network, Program, Stage, WirePattern } from '../scenario.ts';
import { CallLog } from './call-log.ts';
import { Capture } from './capture.ts';
import { LabFault, ScriptSurprise } from './errors.ts';
import { openNetwork } from './network.ts';
import { type Company, LabProgram, SocketOfProgram } from './program.ts';
import type { Random } from './random.ts';
import type { Topology } from './topology.ts';
import { type StudiedEnds, WireWatch } from './wire-watch.ts';

/** Silence after which nothing more is on its way: two round trips and a delayed acknowledgement. */
const QUIET_MS = 100;
/** A wire that keeps retransmitting is never quiet. */
const QUIET_LIMIT_MS = 1500;
const NS_PER_MS = 1_000_000;

function diagTuple(local: Endpoint, remote: Endpoint): DiagTuple {
  return {
    localAddress: local.address,
    localPort: local.port,
    remoteAddress: remote.address,
    remotePort: remote.port,
  };
}

/** What trace_pipe says where its ring overflowed. */
const LOST_EVENTS = /\[LOST \d+ EVENTS\]/;

const vantages: readonly Vantage[] = ['client', 'middle', 'server'];

/** Which sockets the run is about. */
export interface Studied {
  readonly ends: StudiedEnds;
  readonly clientProgram: string;
  readonly clientSocket: number;
}

/** How a stage is set up. */
export interface StageSetting {
  readonly backstage: Backstage;
  readonly topology: Topology;
  readonly random: Random;
  readonly realTime: boolean;
  /** How long a wait may last before the run counts as surprised. */
  readonly patienceMs: number;
}

export class LabStage {
  readonly clock: RunClock = new RunClock();
  readonly log: CallLog = new CallLog();
  readonly wire: WireWatch;
  readonly faults: FaultRecord[] = [];
  readonly sightings: StateSighting[] = [];
  readonly traced: TraceEvent[] = [];
  /** Accepted sockets: number, listener's number, peer's port. */
  readonly acceptances: { readonly socket: number; readonly listener: number; readonly peerPort: number }[] =
    [];
  readonly realTime: boolean;
  readonly network: Network;
  readonly client: LabProgram;
  readonly server: LabProgram;
  readonly #setting: StageSetting;
  readonly #company: Company;
  readonly #captures: Readonly<Record<Vantage, Capture>>;
  readonly #programs: LabProgram[] = [];
  readonly #states: Record<Side, TcpState> = { client: 'CLOSED', server: 'CLOSED' };
  readonly #stateListeners = new Set<() => void>();
  readonly #unlisten: () => void;
  #watch: number | null = null;
  #studied: Studied | null = null;
  #sockets = 0;
  #traceLost = false;

  constructor(setting: StageSetting) {
    const { backstage, topology, realTime } = setting;
    this.#setting = setting;
    this.realTime = realTime;
    this.wire = new WireWatch(this.clock);
    this.network = openNetwork(backstage, topology, (at, what) => this.#fault(at, what));
    this.#captures = {
      client: this.#capture('client'),
      middle: this.#capture('middle'),
      server: this.#capture('server'),
    };
    this.#unlisten = this.#listenBackstage();
    this.#company = this.#makeCompany();
    this.client = this.#start('client', 'client');
    this.server = this.#start('server', 'server');
  }

  /** What a script gets to see; its members may be taken apart. */
  forScript(): Stage {
    return {
      client: this.client,
      server: this.server,
      network: this.network,
      realTime: this.realTime,
      serverAt: (port) => this.serverAt(port),
      program: (side, name) => this.program(side, name),
      study: (socket) => this.study(socket),
      seen: (pattern) => this.seen(pattern),
      state: (side, ...states) => this.state(side, ...states),
      quiet: (ms) => this.quiet(ms),
      watch: (ms) => delay(ms),
      blocked: (call) => this.blocked(call),
    };
  }

  get studied(): Studied | null {
    return this.#studied;
  }

  /** Resolves when captures run and programs wait for their first call. */
  async ready(): Promise<void> {
    await Promise.all([
      ...vantages.map((at) => this.#captures[at].ready()),
      ...this.#programs.map((program) => program.ready),
    ]);
  }

  /** Closes the captures once all that was on its way has arrived; programs still live, so they add nothing. */
  async settle(): Promise<void> {
    await this.quiet(QUIET_MS);
    await Promise.all(vantages.map((at) => this.#captures[at].drain()));
    const { backstage, topology } = this.#setting;
    await backstage.request('trace-flush', null);
    await Promise.all(vantages.map((at) => this.#captures[at].stop()));
    const lost = await backstage.request('box-lost', { box: topology.box });
    if (lost > 0) throw new LabFault(`the delay box lost ${lost} frames: the machine is too busy`);
    if (this.#traceLost) throw new LabFault('the kernel trace lost events: the machine is too busy');
    if (this.clock.wasSet()) throw new LabFault("the machine's clock was set during the run");
  }

  /** The capture files. */
  captureBytes(at: Vantage): Buffer {
    return this.#captures[at].bytes;
  }

  /** Ends everything that runs, at whatever point. */
  async dismantle(): Promise<void> {
    this.#unlisten();
    if (this.#watch !== null) await this.#setting.backstage.request('watch-close', { watch: this.#watch });
    await Promise.all([
      ...vantages.map((at) => this.#captures[at].stop()),
      ...this.#programs.map((program) => program.end()),
    ]);
  }

  serverAt(port: number): Endpoint {
    return { address: this.#setting.topology.addresses.server, port };
  }

  async program(side: Side, name: string): Promise<Program> {
    const program = this.#start(side, name);
    await program.ready;
    return program;
  }

  async study(socket: LabSocket): Promise<void> {
    if (!(socket instanceof SocketOfProgram)) throw new LabFault('not a socket of the lab');
    await this.#study(socket.program.name, socket.number, {
      client: await socket.local(),
      server: this.serverAt(this.#company.serverPort),
    });
  }

  async seen(pattern: WirePattern): Promise<void> {
    const { at, by, type, count = 1 } = pattern;
    await this.#until(
      () => this.wire.has(pattern),
      (listener) => this.wire.listen(listener),
      `${count} x ${type} by ${by} at ${at}`,
    );
  }

  async state(side: Side, ...states: readonly TcpState[]): Promise<void> {
    // What was seen last may be some milliseconds old.
    if (this.#watch !== null) await this.#setting.backstage.request('watch-look', { watch: this.#watch });
    await this.#until(
      () => states.includes(this.#states[side]),
      (listener) => {
        this.#stateListeners.add(listener);
        return () => this.#stateListeners.delete(listener);
      },
      `${states.join(' or ')} at the ${side} (it is in ${this.#states[side]})`,
    );
  }

  async quiet(ms: number = QUIET_MS): Promise<void> {
    const began = this.clock.now();
    for (;;) {
      const now = this.clock.now();
      const silentMs = (now - Math.max(this.wire.lastFrameNs, began)) / NS_PER_MS;
      if (silentMs >= ms || (now - began) / NS_PER_MS >= QUIET_LIMIT_MS) return;
      await delay(Math.ceil(ms - silentMs));
    }
  }

  async blocked(call: Promise<unknown>): Promise<void> {
    // It is expected to be pending when the run ends, and then meets the end of its process.
    call.catch(() => undefined);
    const last = this.log.calls.at(-1);
    // A connect is written down only once its connection is being followed.
    const isOpen = last !== undefined && last.endedNs === null;
    await this.log.untilBegun(this.log.calls.length - (isOpen ? 1 : 0));
  }

  #until(happened: () => boolean, listen: (listener: () => void) => () => void, what: string): Promise<void> {
    if (happened()) return Promise.resolve();
    const { patienceMs } = this.#setting;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        unlisten();
        reject(new ScriptSurprise(`waited ${patienceMs / 1000} s in vain for ${what}`));
      }, patienceMs);
      const unlisten = listen(() => {
        if (!happened()) return;
        clearTimeout(timer);
        unlisten();
        resolve();
      });
    });
  }

  #capture(at: Vantage): Capture {
    const { topology } = this.#setting;
    return new Capture(topology.namespaces[at], topology.interfaces[at], (reader) =>
      this.wire.frame(at, reader),
    );
  }

  #start(side: Side, name: string): LabProgram {
    const program = new LabProgram(side, name, this.#company);
    this.#programs.push(program);
    // A program that fails to start is reported by whoever waits for it.
    program.ready.catch(() => undefined);
    return program;
  }

  #fault(at: Side | 'middle', what: string): void {
    this.faults.push({ at, what, atNs: this.clock.now() });
  }

  #listenBackstage(): () => void {
    const { addresses } = this.#setting.topology;
    return this.#setting.backstage.listen((event) => {
      if (event.type === 'trace') {
        for (const line of event.lines) {
          this.#traceLost ||= LOST_EVENTS.test(line);
          if (!line.includes(addresses.client) && !line.includes(addresses.server)) continue;
          const traced = parseTraceLine(line);
          if (traced !== null) this.traced.push(traced);
        }
      } else if (event.watch === this.#watch) {
        this.#states[event.side] = event.state;
        this.sightings.push({
          side: event.side,
          state: event.state,
          atNs: this.clock.fromMonotonic(event.atNs),
        });
        for (const listener of this.#stateListeners) listener();
      }
    });
  }

  #makeCompany(): Company {
    const { topology, random, patienceMs } = this.#setting;
    const { addresses, namespaces } = topology;
    return {
      log: this.log,
      namespaces,
      addresses,
      patienceMs,
      serverPort: 0,
      nextSocket: () => ++this.#sockets,
      nextPort: () => random.port(),
      pace: () => random.pace(),
      record: (at, what) => this.#fault(at, what),
      connecting: async (program, number, from, to) => {
        this.#company.serverPort = to.port;
        if (this.#studied === null && program.name === 'client')
          await this.#study(program.name, number, { client: from, server: to });
      },
      accepted: (socket, listener, peerPort) => this.acceptances.push({ socket, listener, peerPort }),
    };
  }

  async #study(clientProgram: string, clientSocket: number, ends: StudiedEnds): Promise<void> {
    if (this.#studied?.clientSocket === clientSocket) return;
    const { backstage, topology } = this.#setting;
    this.#studied = { ends, clientProgram, clientSocket };
    this.wire.study(ends);
    if (this.#watch !== null) await backstage.request('watch-close', { watch: this.#watch });
    const { client, server } = ends;
    this.#watch = await backstage.request('watch-open', {
      fds: { client: topology.namespaces.client, server: topology.namespaces.server },
      tuples: { client: diagTuple(client, server), server: diagTuple(server, client) },
    });
  }
}
