/**
 * Builds the hosts of one run and the path between them:
 *
 *     routed   client c0 ── cb [box] rb ── rc router rs ── s0 server
 *     lan      client c0 ── cb [box] sb ── s0 server
 *
 * The box is a namespace without addresses whose two ports a user-space forwarder joins with a delay. Checksum and
 * segmentation offloads are off, so that captures show what a real wire would carry.
 */
import type { Side, Vantage } from '@halfopen/catalogue';
import type { Backstage } from '../backstage/backstage.ts';
import type { KnobWrite } from '../backstage/protocol.ts';
import type { HostKnobs } from '../scenario.ts';
import type { Addresses } from './addresses.ts';
import { namespacePath, runInside } from './children.ts';
import { LabFault } from './errors.ts';

/** Link-layer addresses, fixed: they show up in captures. */
const mac = {
  client: '02:00:00:00:00:c0',
  routerClient: '02:00:00:00:00:c1',
  routerServer: '02:00:00:00:00:e1',
  server: '02:00:00:00:00:e0',
} as const;

/** One run's hosts. */
export interface Topology {
  readonly kind: 'routed' | 'lan';
  readonly addresses: Addresses;
  /** Network namespaces by host. In a `lan` there is no router; `middle` is the box. */
  readonly namespaces: Readonly<Record<Vantage, number>>;
  readonly boxNamespace: number;
  /** The interface to capture on at each vantage. */
  readonly interfaces: Readonly<Record<Vantage, string>>;
  readonly box: number;
  /** One-way delay. */
  readonly delayNs: number;
  /** Settings made for the run. */
  readonly knobs: readonly HostKnobs[];
  /** Settings this kernel doesn't have, as `host: name`. */
  readonly missingKnobs: readonly string[];
}

const everywhere: Readonly<Record<string, string>> = {
  'ipv6/conf/all/disable_ipv6': '1',
  'ipv6/conf/default/disable_ipv6': '1',
};

const hostDefaults: Readonly<Record<string, string>> = {
  ...everywhere,
  // The only congestion control that every kernel has; repeatable retransmission needs one and the same.
  'ipv4/tcp_congestion_control': 'reno',
  // What one connection learned about the path must not colour the next.
  'ipv4/tcp_no_metrics_save': '1',
  // The kernel's own defaults: a new namespace inherits what the machine was tuned to.
  'ipv4/tcp_rmem': '4096 131072 6291456',
  'ipv4/tcp_wmem': '4096 16384 4194304',
};

const routerDefaults: Readonly<Record<string, string>> = {
  ...everywhere,
  'ipv4/ip_forward': '1',
  'ipv4/conf/all/rp_filter': '0',
  'ipv4/conf/default/rp_filter': '0',
  // A rate limit on ICMP errors would make runs differ.
  'ipv4/icmp_ratelimit': '0',
};

function writes(settings: Readonly<Record<string, string | number>>): KnobWrite[] {
  return Object.entries(settings).map(([path, value]) => ({ path, value: String(value) }));
}

/** `ipv4.neigh.c0.retrans_time_ms` as a path below /proc/sys/net. */
function knobPath(name: string): string {
  return name.replaceAll('.', '/');
}

function linkUp(name: string): string {
  return `link set ${name} up\n`;
}

/** Settings without which no run means anything; a kernel without IPv6 may lack that part. */
async function configureAll(
  backstage: Backstage,
  fd: number,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const refused = await backstage.request('configure', { fd, writes: writes(settings) });
  const needed = refused.filter((path) => !path.startsWith('ipv6/'));
  if (needed.length === 0) return;
  const names = needed.map((path) => `net.${path.replaceAll('/', '.')}`).join(', ');
  throw new LabFault(`the kernel settings ${names} can't be written here; is /proc/sys read-only?`);
}

async function buildRouted(namespaces: Readonly<Record<Vantage, number>>, box: number, addresses: Addresses) {
  const { client, clientGateway, server, serverGateway, prefix } = addresses;
  await runInside(
    box,
    'ip',
    'ip -batch -',
    `link add cb type veth peer name c0 address ${mac.client} netns ${namespacePath(namespaces.client)}\n` +
      `link add rb type veth peer name rc address ${mac.routerClient} netns ${namespacePath(namespaces.middle)}\n` +
      linkUp('cb') +
      linkUp('rb'),
  );
  await runInside(
    namespaces.middle,
    'ip',
    'ip -batch -',
    `link add rs address ${mac.routerServer} type veth peer name s0 address ${mac.server} netns ${namespacePath(namespaces.server)}\n` +
      `address add ${clientGateway}/${prefix} dev rc\naddress add ${serverGateway}/${prefix} dev rs\n` +
      linkUp('rc') +
      linkUp('rs') +
      // Known from the start: address resolution is not what a routed run is about.
      `neighbour add ${client} lladdr ${mac.client} dev rc nud permanent\n` +
      `neighbour add ${server} lladdr ${mac.server} dev rs nud permanent\n`,
  );
  await Promise.all([
    host(namespaces.client, 'c0', client, prefix, { address: clientGateway, mac: mac.routerClient }),
    host(namespaces.server, 's0', server, prefix, { address: serverGateway, mac: mac.routerServer }),
  ]);
}

async function buildLan(namespaces: Readonly<Record<Side, number>>, box: number, addresses: Addresses) {
  await runInside(
    box,
    'ip',
    'ip -batch -',
    `link add cb type veth peer name c0 address ${mac.client} netns ${namespacePath(namespaces.client)}\n` +
      `link add sb type veth peer name s0 address ${mac.server} netns ${namespacePath(namespaces.server)}\n` +
      linkUp('cb') +
      linkUp('sb'),
  );
  await Promise.all([
    host(namespaces.client, 'c0', addresses.client, addresses.prefix, null),
    host(namespaces.server, 's0', addresses.server, addresses.prefix, null),
  ]);
}

function host(
  fd: number,
  device: string,
  address: string,
  prefix: number,
  gateway: { readonly address: string; readonly mac: string } | null,
): Promise<void> {
  const route =
    gateway === null
      ? ''
      : `neighbour add ${gateway.address} lladdr ${gateway.mac} dev ${device} nud permanent\n` +
        `route add default via ${gateway.address}\n`;
  return runInside(
    fd,
    'ip',
    `ip -batch - && ethtool -K ${device} tx off sg off tso off gso off gro off >/dev/null`,
    `${linkUp('lo')}address add ${address}/${prefix} dev ${device}\n${linkUp(device)}${route}`,
  );
}

async function applyKnobs(
  backstage: Backstage,
  namespaces: Readonly<Record<Vantage, number>>,
  knobs: readonly HostKnobs[],
): Promise<string[]> {
  const missing: string[] = [];
  for (const settings of knobs) {
    for (const hostName of ['client', 'middle', 'server'] as const) {
      const named = Object.entries(settings[hostName] ?? {});
      const refused = await backstage.request('configure', {
        fd: namespaces[hostName],
        writes: named.map(([name, value]) => ({ path: knobPath(name), value: String(value) })),
      });
      missing.push(...refused.map((path) => `${hostName}: net.${path.replaceAll('/', '.')}`));
    }
  }
  return missing;
}

/** Makes namespaces, links, addresses and routes, sets the knobs and starts the delay box. */
export async function buildTopology(
  backstage: Backstage,
  kind: 'routed' | 'lan',
  addresses: Addresses,
  delayNs: number,
  knobs: readonly HostKnobs[],
): Promise<Topology> {
  const fds = await backstage.request('namespaces-open', { count: kind === 'routed' ? 4 : 3 });
  const [client = -1, server = -1, box = -1, router = box] = fds;
  const namespaces = { client, middle: router, server };
  try {
    await Promise.all([
      configureAll(backstage, client, hostDefaults),
      configureAll(backstage, server, hostDefaults),
      configureAll(backstage, box, everywhere),
    ]);
    if (kind === 'routed') {
      await configureAll(backstage, router, routerDefaults);
      await buildRouted(namespaces, box, addresses);
    } else {
      await buildLan(namespaces, box, addresses);
    }
    const missingKnobs = await applyKnobs(backstage, namespaces, knobs);
    const serverPort = kind === 'routed' ? 'rb' : 'sb';
    return {
      kind,
      addresses,
      namespaces,
      boxNamespace: box,
      interfaces: { client: 'c0', middle: kind === 'routed' ? 'rc' : 'sb', server: 's0' },
      box: await backstage.request('box-open', {
        fd: box,
        clientInterface: 'cb',
        serverInterface: serverPort,
        delayNs,
      }),
      delayNs,
      knobs,
      missingKnobs,
    };
  } catch (error) {
    await backstage.request('namespaces-close', { fds });
    throw error;
  }
}

/** Lets go of everything. The kernel removes links, rules and settings with the namespaces. */
export async function dismantle(backstage: Backstage, topology: Topology): Promise<void> {
  await backstage.request('box-close', { box: topology.box });
  const fds = [...new Set([...Object.values(topology.namespaces), topology.boxNamespace])];
  await backstage.request('namespaces-close', { fds });
}
