/**
 * Two hosts and a router between them, for many runs one after another:
 *
 *     client c0 ── rc router rs ── s0 server        10.L.N.2 ── 10.L.N.1  10.L.N.129 ── 10.L.N.130
 *                                                    fd00:L:N:1::2 ...               fd00:L:N:2::2
 *
 * Buffers are small, so that they are soon full. Nothing has a name on the machine: all of it goes with this process.
 */
import { type Backstage, LabFault, hasRtoMaxKnob, namespacePath, runInside } from '@halfopen/lab';
import type { Side } from '../record/records.ts';

/** Where something can be done. */
export type Place = Side | 'router';

/** Hosts that are set up. */
export interface Hosts {
  readonly namespaces: Readonly<Record<Place, number>>;
  readonly server: { readonly v4: string; readonly v6: string };
  /** The router's address on the client's side: where a relay listens. */
  readonly relay: string;
}

/** A name that both addresses of the server belong to, known to the client's programs alone. */
export const SERVER_NAME = 'server.proof.test';

const everywhere: Readonly<Record<string, string>> = {
  'ipv6/conf/all/disable_ipv6': '0',
  'ipv6/conf/default/disable_ipv6': '0',
  'ipv6/conf/all/accept_dad': '0',
  'ipv6/conf/default/accept_dad': '0',
};

const onHosts: Readonly<Record<string, string>> = {
  'ipv4/tcp_no_metrics_save': '1',
  'ipv4/tcp_rmem': '4096 65536 262144',
  'ipv4/tcp_wmem': '4096 16384 131072',
};

/** A path that is whole again is tried again within a second, not a minute: many runs in little time. */
const hurried: Readonly<Record<string, string>> = { 'ipv4/tcp_rto_max_ms': '1000' };

const onRouter: Readonly<Record<string, string>> = {
  'ipv4/ip_forward': '1',
  'ipv6/conf/all/forwarding': '1',
  'ipv4/conf/all/rp_filter': '0',
  'ipv4/conf/default/rp_filter': '0',
  'ipv4/icmp_ratelimit': '0',
  'ipv6/icmp/ratelimit': '0',
};

async function configure(
  backstage: Backstage,
  fd: number,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const writes = Object.entries(settings).map(([path, value]) => ({ path, value }));
  const refused = (await backstage.request('configure', { fd, writes })).filter(
    (path) => !path.startsWith('ipv6/icmp'),
  );
  if (refused.length > 0)
    throw new LabFault(`the kernel settings ${refused.join(', ')} can't be written here`);
}

function host(
  fd: number,
  device: string,
  v4: string,
  gate4: string,
  v6: string,
  gate6: string,
): Promise<void> {
  return runInside(
    fd,
    'ip',
    'ip -batch -',
    `link set lo up\naddress add ${v4}/25 dev ${device}\naddress add ${v6}/64 dev ${device} nodad\n` +
      `link set ${device} up\nroute add default via ${gate4}\nroute add default via ${gate6}\n`,
  );
}

/** Sets hosts up. `realTime` leaves the kernel's timers alone. */
export async function openHosts(
  backstage: Backstage,
  lab: number,
  number: number,
  realTime: boolean,
): Promise<Hosts> {
  const fds = await backstage.request('namespaces-open', { count: 3 });
  const [client = -1, server = -1, router = -1] = fds;
  const namespaces = { client, server, router };
  const net4 = `10.${lab}.${number}`;
  const net6 = `fd00:${lab}:${number}`;
  try {
    const timers = realTime || !hasRtoMaxKnob() ? {} : hurried;
    for (const fd of [client, server])
      await configure(backstage, fd, { ...everywhere, ...onHosts, ...timers });
    await configure(backstage, router, { ...everywhere, ...onRouter });
    await runInside(
      router,
      'ip',
      'ip -batch -',
      `link set lo up\n` +
        `link add rc type veth peer name c0 netns ${namespacePath(client)}\n` +
        `link add rs type veth peer name s0 netns ${namespacePath(server)}\n` +
        `address add ${net4}.1/25 dev rc\naddress add ${net4}.129/25 dev rs\n` +
        `address add ${net6}:1::1/64 dev rc nodad\naddress add ${net6}:2::1/64 dev rs nodad\n` +
        `link set rc up\nlink set rs up\n`,
    );
    await host(client, 'c0', `${net4}.2`, `${net4}.1`, `${net6}:1::2`, `${net6}:1::1`);
    await host(server, 's0', `${net4}.130`, `${net4}.129`, `${net6}:2::2`, `${net6}:2::1`);
  } catch (error) {
    await closeHosts(backstage, namespaces);
    throw error;
  }
  return { namespaces, server: { v4: `${net4}.130`, v6: `${net6}:2::2` }, relay: `${net4}.1` };
}

/** Lets go of them. */
export async function closeHosts(backstage: Backstage, namespaces: Hosts['namespaces']): Promise<void> {
  await backstage.request('namespaces-close', { fds: Object.values(namespaces) });
}
