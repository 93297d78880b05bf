/**
 * Tries for real what every run of the lab lives on, one thing after the other. Takes about a quarter of a second, sends nothing
 * into the machine's own network and leaves nothing behind.
 */
import { Backstage } from '../backstage/backstage.ts';
import type { BackstageEvent } from '../backstage/protocol.ts';
import { parseTraceLine } from '../observe/trace-events.ts';
import { runAddresses } from '../stage/addresses.ts';
import { Capture } from '../stage/capture.ts';
import { runInside } from '../stage/children.ts';
import { openNetwork } from '../stage/network.ts';
import { buildTopology, dismantle, type Topology } from '../stage/topology.ts';
import { askedState, provokeReset } from './loopback.ts';

/** What is tried. */
export type TriedName =
  /** The thread behind the scenes, and the C library that it calls. */
  | 'thread'
  /** A network namespace. */
  | 'namespace'
  /** A kernel setting written in it. */
  | 'settings'
  /** The state of a connection, asked of the kernel by sock_diag (module tcp_diag). */
  | 'states'
  /** Four hosts, the links between them and the delay box. */
  | 'topology'
  /** tcpdump on one of the links. */
  | 'captures'
  /** A rule in the router's firewall. */
  | 'firewall'
  /** The kernel trace. */
  | 'trace'
  /** The reasons of resets in it. */
  | 'reset-reasons';

/** How it went. */
export interface Tried {
  readonly name: TriedName;
  /** Why not; `null` when it works. */
  readonly refused: string | null;
}

const LAB_NUMBER = 254;
const DELAY_NS = 1_000_000;
/** Written as the kernel has it by default: `net.ipv4.tcp_retries2`. */
const SETTING = { path: 'ipv4/tcp_retries2', value: '15' } as const;

/** Keeps account: every attempt is a line, and its value is `null` when it failed. */
class Attempts {
  readonly tried: Tried[] = [];

  async make<Value>(name: TriedName, body: () => Promise<Value>): Promise<Value | null> {
    try {
      const value = await body();
      this.tried.push({ name, refused: null });
      return value;
    } catch (error) {
      this.tried.push({ name, refused: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }

  get allWork(): boolean {
    return this.tried.every(({ refused }) => refused === null);
  }
}

async function writeSetting(backstage: Backstage, fd: number): Promise<void> {
  const refused = await backstage.request('configure', { fd, writes: [SETTING] });
  if (refused.length > 0) throw new Error("net.ipv4.tcp_retries2 can't be written; is /proc/sys read-only?");
}

async function askState(fd: number): Promise<void> {
  await runInside(fd, 'ip', 'ip link set lo up');
  const state = askedState(fd);
  if (state !== 'ESTABLISHED') throw new Error(`sock_diag calls an established connection ${state}`);
}

async function capture({ namespaces, interfaces }: Topology): Promise<void> {
  const tcpdump = new Capture(namespaces.server, interfaces.server, () => undefined);
  try {
    await tcpdump.ready();
  } finally {
    await tcpdump.stop();
  }
}

async function tryPath(backstage: Backstage, attempts: Attempts): Promise<void> {
  const path = await attempts.make('topology', () =>
    buildTopology(backstage, 'routed', runAddresses(LAB_NUMBER, 0, 'routed'), DELAY_NS, []),
  );
  if (path === null) return;
  try {
    await attempts.make('captures', () => capture(path));
    await attempts.make('firewall', () => openNetwork(backstage, path, () => undefined).cut());
  } finally {
    await dismantle(backstage, path);
  }
}

/** Provokes a reset and looks whether the trace gives its reason. */
async function findReason(backstage: Backstage, fd: number): Promise<void> {
  const lines: string[] = [];
  const unlisten = backstage.listen((event: BackstageEvent) => {
    if (event.type === 'trace') lines.push(...event.lines);
  });
  try {
    const port = provokeReset(fd);
    await backstage.request('trace-flush', null);
    const isNamed = lines
      .map(parseTraceLine)
      .some((event) => event?.event === 'send_reset' && event.local.port === port && event.detail !== '');
    if (!isNamed) throw new Error('the trace of this kernel does not name them');
  } finally {
    unlisten();
  }
}

async function tryTrace(backstage: Backstage, fd: number, attempts: Attempts): Promise<void> {
  const opened = await attempts.make('trace', async () => {
    const refused = await backstage.request('trace-open', null);
    if (refused !== null) throw new Error(refused);
    return true;
  });
  if (opened !== null) await attempts.make('reset-reasons', () => findReason(backstage, fd));
}

async function tryAll(backstage: Backstage, attempts: Attempts): Promise<void> {
  const fds = await attempts.make('namespace', () => backstage.request('namespaces-open', { count: 1 }));
  const [fd] = fds ?? [];
  if (fds === null || fd === undefined) return;
  try {
    await attempts.make('settings', () => writeSetting(backstage, fd));
    await attempts.make('states', () => askState(fd));
    if (attempts.allWork) await tryPath(backstage, attempts);
    await tryTrace(backstage, fd, attempts);
  } finally {
    await backstage.request('namespaces-close', { fds });
  }
}

/** Tries everything, in the order of {@link TriedName}; what rests on something refused is left out. */
export async function probe(): Promise<readonly Tried[]> {
  const attempts = new Attempts();
  const backstage = await attempts.make('thread', () => Backstage.start());
  if (backstage === null) return attempts.tried;
  try {
    await tryAll(backstage, attempts);
    return attempts.tried;
  } finally {
    await backstage.stop();
  }
}
