/**
 * Conversations for tests. Two ends keep sequence and acknowledgement numbers as kernels do, and a trace writes down what passes:
 *
 *     const { c, s } = trace.open();
 *     c.syn(), s.synAck(), c.ack(), c.data(100), trace.wait(200), c.again(), s.ack()
 *
 * Every segment takes a millisecond. `lost`: captured, but the other end never gets it; `unseen`: gets there, but is not captured.
 */
import { icmpError, tcpPacket } from '@halfopen/wire';
import { Endpoint, type Sent } from './endpoint.ts';
import { captureFile, type File, type Link, type TimedPacket } from './framing.ts';

/** What a script's capture looks like, whatever the script says. */
export interface Shape {
  readonly version: 4 | 6;
  readonly link: Link;
  readonly file: File;
  readonly clientIsn: number;
  readonly serverIsn: number;
  readonly timestamps: boolean;
}

/** Who talks; what is not given follows from the shape. */
export interface Ends {
  readonly clientAddress?: string;
  readonly serverAddress?: string;
  readonly clientPort?: number;
  readonly serverPort?: number;
  readonly clientIsn?: number;
  readonly serverIsn?: number;
  readonly clientTtl?: number;
  readonly serverTtl?: number;
}

/** Both ends of a conversation. */
export interface Pair {
  /** The client: on the host of the capture, by its TTL. */
  readonly c: Endpoint;
  readonly s: Endpoint;
}

export const plainShape: Shape = {
  version: 4,
  link: 'ethernet',
  file: 'pcap',
  clientIsn: 1_000_000,
  serverIsn: 500_000,
  timestamps: true,
};

const addresses = { 4: ['10.0.0.2', '192.0.2.80'], 6: ['fd00::2', '2001:db8::80'] } as const;

export class Trace {
  readonly shape: Shape;
  /** Now, since the trace began. */
  ms: number = 0;
  readonly #packets: TimedPacket[] = [];

  constructor(shape: Partial<Shape> = {}) {
    this.shape = { ...plainShape, ...shape };
  }

  /** Frames so far; also the number of the last one. */
  get frames(): number {
    return this.#packets.length;
  }

  /** The IP packets so far. */
  get packets(): readonly TimedPacket[] {
    return this.#packets;
  }

  open(ends: Ends = {}): Pair {
    const { version, clientIsn, serverIsn, timestamps } = this.shape;
    const [client, server] = addresses[version];
    const c = new Endpoint(this, {
      address: ends.clientAddress ?? client,
      port: ends.clientPort ?? 40_000,
      isn: ends.clientIsn ?? clientIsn,
      ttl: ends.clientTtl ?? 64,
      timestamps,
    });
    const s = new Endpoint(this, {
      address: ends.serverAddress ?? server,
      port: ends.serverPort ?? 443,
      isn: ends.serverIsn ?? serverIsn,
      ttl: ends.serverTtl ?? 57,
      timestamps,
    });
    c.meet(s);
    s.meet(c);
    return { c, s };
  }

  /** A conversation whose handshake is done. */
  opened(ends: Ends = {}): Pair {
    const pair = this.open(ends);
    pair.c.syn();
    pair.s.synAck();
    pair.c.ack();
    return pair;
  }

  wait(ms: number): void {
    this.ms += ms;
  }

  /** Writes a packet down: a frame of the capture. Returns its number. */
  write(packet: Uint8Array, ms: number = this.ms): number {
    this.#packets.push({ ms, packet });
    return this.#packets.length;
  }

  /** The frame `number` once more, `hops` routers further on. */
  copy(number: number, afterMs = 0.02, hops = 0): void {
    const { ms, packet } = this.#packets[number - 1]!;
    const again = packet.slice();
    const ttlAt = again[0]! >>> 4 === 6 ? 7 : 8;
    again[ttlAt] = again[ttlAt]! - hops;
    if (hops > 0 && ttlAt === 8) mendChecksum(again, hops);
    this.write(again, ms + afterMs);
  }

  /** An ICMP error about a segment, quoting as much of it as routers do. `from`: who reports; default: a router. */
  icmp(
    sent: Sent,
    type: number,
    code: number,
    more: { readonly from?: string; readonly nextHopMtu?: number } = {},
  ): number {
    const { version } = this.shape;
    const router = version === 4 ? '198.51.100.1' : '2001:db8:1::1';
    const packet = icmpError({
      source: more.from ?? router,
      destination: sent.spec.source.address,
      type,
      code,
      nextHopMtu: more.nextHopMtu ?? 0,
      quoted: tcpPacket(sent.spec).slice(0, version === 4 ? 28 : 1232),
      ttl: 250,
    });
    const number = this.write(packet);
    this.ms += 1;
    return number;
  }

  /** The capture. */
  bytes(): Uint8Array {
    return captureFile(this.shape.file, this.shape.link, this.#packets);
  }
}

/** The TTL is the upper byte of its word, so a smaller one makes the sum smaller and its complement larger (RFC 1624). */
function mendChecksum(packet: Uint8Array, hops: number): void {
  const sum = ((packet[10]! << 8) | packet[11]!) + (hops << 8);
  const folded = (sum & 0xffff) + (sum >>> 16);
  packet[10] = folded >>> 8;
  packet[11] = folded & 0xff;
}
