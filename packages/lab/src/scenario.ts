/**
 * The contract of a scenario: the script that makes a case happen. It reads like the C programs it stands for:
 *
 *     export const closeUnreadScenario: ScenarioOf<typeof closeUnread> = {
 *       case: closeUnread,
 *       scripts: {
 *         plain: async ({ client, server }) => {
 *           const listener = await server.listen();
 *           const c = await client.connect(listener.address);
 *           const s = await listener.accept();
 *           await c.send('hello\n');
 *           await s.until('IN');
 *           await s.close();                       // 6 bytes unread
 *           await c.until('IN');
 *           await c.recv();                        // ECONNRESET
 *           await c.send('x');                     // EPIPE
 *         },
 *       },
 *     };
 *
 * A script makes calls, waits for events and does not judge: the catalogue says what must have been seen. It may wait
 * for a call to return, for a packet at a vantage, for a state of the kernel's, or let a span of silence pass under the
 * captures. It never sleeps to let something happen.
 */
import type {
  CallResult,
  CaseEntry,
  CaseName,
  Errno,
  IcmpKind,
  SegmentKind,
  Side,
  TcpState,
  Vantage,
} from '@halfopen/catalogue';

/** An IPv4 address and port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** How a call ended, as the program saw it. */
export interface Outcome {
  /** As the catalogue writes it. A number of bytes stands as its digits, e.g. `28`. */
  readonly result: CallResult | `${number}`;
  /** The returned number; -1 on error. */
  readonly value: number;
  readonly errno: Errno | null;
}

/** Result of recv: the bytes, as Latin-1 text. */
export interface Received extends Outcome {
  readonly data: string;
}

/** Readiness asked for in poll(2). */
export type PollInterest = 'IN' | 'OUT' | 'RDHUP';

/** Options settable on a socket, by their names in tcp(7) and socket(7). Times in the unit the kernel takes. */
export interface SocketOptions {
  readonly SO_KEEPALIVE?: 0 | 1;
  readonly TCP_KEEPIDLE?: number;
  readonly TCP_KEEPINTVL?: number;
  readonly TCP_KEEPCNT?: number;
  readonly TCP_USER_TIMEOUT?: number;
  readonly TCP_NODELAY?: 0 | 1;
  readonly TCP_SYNCNT?: number;
  readonly SO_SNDBUF?: number;
  readonly SO_RCVBUF?: number;
  /** Milliseconds. */
  readonly SO_SNDTIMEO?: number;
  /** Milliseconds. */
  readonly SO_RCVTIMEO?: number;
  /** Seconds of SO_LINGER; the option is switched on. */
  readonly SO_LINGER?: number;
}

/** A socket of one program. Every method is one system call unless it says otherwise, and blocks like it. */
export interface LabSocket {
  readonly program: Program;
  /** Local address; known once connected or accepted. */
  local(): Promise<Endpoint>;
  connect(to: Endpoint): Promise<Outcome>;
  /** A text, or so many bytes of filler. */
  send(what: string | number): Promise<Outcome>;
  /** recv(2) with a buffer of `maxBytes` (default 65536). */
  recv(maxBytes?: number): Promise<Received>;
  /** poll(2). `timeoutMs` -1: forever. */
  poll(interest: readonly PollInterest[], timeoutMs: number): Promise<Outcome>;
  /** select(2) on all three sets. */
  select(timeoutMs: number): Promise<Outcome>;
  /** poll(2) for one interest that must come: the run is `surprised` if it hasn't within 30 s (longer with --real-time). */
  until(interest: PollInterest): Promise<Outcome>;
  /** getsockopt SO_ERROR: takes the pending error off the socket. */
  takeError(): Promise<Outcome>;
  setNonBlocking(): Promise<void>;
  set(options: SocketOptions): Promise<void>;
  shutdown(how: 'read' | 'write' | 'both'): Promise<Outcome>;
  close(): Promise<Outcome>;
  /** The host crashes under this connection: its state is gone, no packet is sent (TCP_REPAIR, then close). Not a call of the program's. */
  forget(): Promise<void>;
}

/** A listening socket. */
export interface Listener {
  readonly address: Endpoint;
  accept(): Promise<LabSocket>;
  /** poll(2) until a connection waits. */
  until(interest: 'IN'): Promise<Outcome>;
  close(): Promise<Outcome>;
}

/** A running process on one of the hosts. It does one call at a time; further ones wait their turn. */
export interface Program {
  readonly name: string;
  readonly side: Side;
  /** socket(2): IPv4 stream, blocking. */
  socket(options?: SocketOptions): Promise<LabSocket>;
  /** socket, SO_REUSEADDR, bind, listen. Port 8080 and backlog 5 unless said. `options` go to the listener and are inherited. */
  listen(how?: {
    readonly port?: number;
    readonly backlog?: number;
    readonly options?: SocketOptions;
  }): Promise<Listener>;
  /** socket and a blocking connect that is expected to succeed: the run is `surprised` if it doesn't. */
  connect(to: Endpoint, options?: SocketOptions): Promise<LabSocket>;
  /** What SIGPIPE does to this process: kill it (the default of every Unix program) or nothing (what most servers ask for). Ignored at start. */
  onSigpipe(disposition: 'default' | 'ignore'): Promise<void>;
  /** A real signal, from outside. Resolves when it has taken effect: the process is dead, or stopped, or running again. */
  signal(name: 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** abort(3): the program crashes. */
  abort(): Promise<void>;
  /** exit(3). The kernel closes what was open. */
  exit(code?: number): Promise<void>;
  /** Resolves when the process is gone, for a death inside a call. */
  gone(): Promise<void>;
  /** The program does nothing for a while, as a program that sleeps between two writes. */
  sleep(ms: number): Promise<void>;
}

/** Which packets a cut takes. */
export interface Cut {
  /** Default `both`. */
  readonly direction?: 'both' | 'client-to-server' | 'server-to-client';
  /** Default `all`. `bare-acks`: segments whose only flag is ACK and that carry nothing. `data`: segments with PSH. */
  readonly what?: 'all' | 'bare-acks' | 'data';
}

/** What an nft reject answers with. */
export type RejectWith =
  | 'net-unreachable'
  | 'host-unreachable'
  | 'port-unreachable'
  | 'admin-prohibited'
  | 'tcp-reset';

/** The path between the hosts. Every change is recorded on the timeline as a fault. */
export interface Network {
  /** The router drops packets (nft). Cuts add up until `heal`. */
  cut(cut?: Cut): Promise<void>;
  /** The router drops packets from client to server and answers each with an ICMP error or a reset (nft reject). */
  reject(answer: RejectWith): Promise<void>;
  /** The server's own firewall drops what comes in, without a word (nft, input hook, on the server's host). */
  silence(side: Side): Promise<void>;
  /** The host is pulled off the link: no frame comes or goes, not even ARP. */
  unplug(side: Side): Promise<void>;
  /** Takes back all of the above. */
  heal(): Promise<void>;
}

/** What a script can wait for on the wire. Only the connection under study is looked at. */
export interface WirePattern {
  readonly at: Vantage;
  readonly by: Side | 'middle';
  readonly type: SegmentKind | IcmpKind;
  readonly retransmitted?: boolean;
  /** How many of them since the run began. Default 1. */
  readonly count?: number;
}

/** Everything a script works with. */
export interface Stage {
  readonly client: Program;
  readonly server: Program;
  readonly network: Network;
  /** `true` with --real-time: no timer is shortened. */
  readonly realTime: boolean;
  /** An address on the server's host, for a connect to a port where nobody may listen. */
  readonly serverAt: (port: number) => Endpoint;
  /** Starts another process on a host, e.g. a second client. */
  readonly program: (side: Side, name: string) => Promise<Program>;
  /**
   * Names the connection the run is about, by its client socket. Needed only where a script opens more than one:
   * otherwise it is the first that the program `client` connects.
   */
  readonly study: (socket: LabSocket) => Promise<void>;
  /** Until a packet of the connection was captured; the run is `surprised` if it isn't within 30 s (longer with --real-time). */
  readonly seen: (pattern: WirePattern) => Promise<void>;
  /** Until this end of the connection is in one of the states, asked of the kernel; patience as for `seen`. `CLOSED`: the kernel knows no such connection any more. */
  readonly state: (side: Side, ...states: readonly TcpState[]) => Promise<void>;
  /** Until no packet has been captured anywhere for `ms` (default 100: two round trips and a delayed ACK), 1.5 s at most. */
  readonly quiet: (ms?: number) => Promise<void>;
  /**
   * Lets `ms` pass while captures, trace and states go on: for cases whose whole point is silence. It judges nothing; that
   * nothing happened is for the catalogue's expectation to say.
   */
  readonly watch: (ms: number) => Promise<void>;
  /** A call that is not expected to return: resolves once the program is inside it. It is recorded as `blocked` unless it returns after all. */
  readonly blocked: (call: Promise<unknown>) => Promise<void>;
}

/** Kernel settings of one host for the time of a run: names below `net.`, e.g. `ipv4.tcp_retries2`. */
export type Knobs = Readonly<Record<string, number | string>>;

/** Settings by host. */
export type HostKnobs = Readonly<Partial<Record<Side | 'middle', Knobs>>>;

/** Everything the lab must know to run a case. */
export interface ScenarioPlan<VariantName extends string> {
  /** `lan`: both hosts on one link, nothing between them but the delay box (its port towards the server is `middle`). Default `routed`. */
  readonly topology?: 'routed' | 'lan';
  /**
   * Nothing is lost in this case: a machine too busy to carry packets in time must not make TCP repeat any. The timers
   * that would are relaxed on both hosts, where the kernel has the settings.
   */
  readonly calm?: boolean;
  /** Settings the case is made of; used with --real-time too. */
  readonly needs?: HostKnobs;
  /** Settings that only shorten the kernel's timers; left alone with --real-time. */
  readonly shortens?: HostKnobs;
  /** In place of `shortens` where the kernel has no tcp_rto_max_ms (before Linux 6.15). */
  readonly shortensWithoutRtoMax?: HostKnobs;
  /** About how long a run takes, in seconds; long ones are started first. Default 1. */
  readonly takesS?: number;
  /** About how long a run takes with the kernel's own timers, in seconds. Absent: as long as without. */
  readonly realTimeS?: number;
  readonly scripts: Readonly<Record<VariantName, (stage: Stage) => Promise<void>>>;
}

/** A plan bound to its case. */
export interface Scenario<
  Id extends CaseName = CaseName,
  VariantName extends string = string,
> extends ScenarioPlan<VariantName> {
  readonly case: CaseEntry<Id, VariantName>;
}

/** The scenario of a case: the compiler asks for one script for each variant that the catalogue names. */
export type ScenarioOf<Entry> =
  Entry extends CaseEntry<infer Id, infer VariantName> ? Scenario<Id, VariantName> : never;
