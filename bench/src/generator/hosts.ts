/** The hosts of a generated capture: clients where it is taken, servers at various distances, and addresses where nobody is. */
import { parseAddress } from '@halfopen/wire';
import { Random } from './random.ts';

/** A host. */
export interface Host {
  /** Unique among all hosts. */
  readonly id: number;
  readonly ipVersion: 4 | 6;
  /** As text. */
  readonly address: string;
  /** 4 or 16 bytes. */
  readonly bytes: Uint8Array;
  /** Window shift its kernel asks for. */
  readonly shift: number;
}

/** A host seen over the network from the clients. */
export interface RemoteHost extends Host {
  /** Round trip to it, in microseconds. */
  readonly rtt: number;
  /** Routers on the way. Its packets arrive with a TTL of 64 less these. */
  readonly hops: number;
  /** Time between two full-size segments of a burst, in microseconds: the narrowest link on the way. */
  readonly gap: number;
}

/** All hosts of a capture. */
export interface Hosts {
  /** Alternately IPv4 and IPv6, so that each index pair is one machine. */
  readonly clients: readonly Host[];
  readonly servers: readonly RemoteHost[];
  /** Addresses that never answer. */
  readonly dead: readonly RemoteHost[];
}

const serverCount = 240;
const deadCount = 24;
const sixth = (index: number): boolean => index % 7 === 3;

/** Hosts for `connections` connections; the same for the same seed. */
export function makeHosts(seed: number, connections: number): Hosts {
  const random = new Random(seed, 0x686f7374);
  // each client has some 28,000 ephemeral ports and must not meet one twice by accident
  const machines = Math.max(4, Math.ceil(connections / 10_000));
  const clients = Array.from({ length: machines * 2 }, (_, index) => {
    const machine = index >> 1;
    const ipVersion = index % 2 === 0 ? 4 : 6;
    const address =
      ipVersion === 4
        ? `10.20.${machine >> 8}.${(machine & 255) + 1}`
        : `fd00:20::${(machine + 1).toString(16)}`;
    return host(index, ipVersion, address, machine % 3 === 0 ? 7 : 10);
  });
  return {
    clients,
    servers: Array.from({ length: serverCount }, (_, index) =>
      remote(random, 0x10000 + index, sixth(index), `198.18.${index >> 6}`, '2001:db8:5', index),
    ),
    dead: Array.from({ length: deadCount }, (_, index) =>
      remote(random, 0x20000 + index, sixth(index), '198.19.200', '2001:db8:dead', index),
    ),
  };
}

function host(id: number, ipVersion: 4 | 6, address: string, shift: number): Host {
  return { id, ipVersion, address, bytes: parseAddress(address), shift };
}

function remote(
  random: Random,
  id: number,
  isIpv6: boolean,
  prefix4: string,
  prefix6: string,
  index: number,
): RemoteHost {
  const rtt = random.magnitude(200, 150_000);
  const address = isIpv6 ? `${prefix6}::${(index + 1).toString(16)}` : `${prefix4}.${(index & 63) + 1}`;
  const near = rtt < 2000;
  return {
    ...host(id, isIpv6 ? 6 : 4, address, random.pick([7, 7, 10])),
    rtt,
    hops: near ? random.whole(1, 4) : random.whole(5, 20),
    gap: near ? 12 : random.pick([12, 24, 121]),
  };
}
