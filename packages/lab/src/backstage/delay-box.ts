/**
 * A wire with latency, made of two packet sockets: every frame that comes in on one interface leaves on the other after
 * a constant delay. Without it the whole path, receiver included, runs inside the sender's system call, and the results
 * lie about what programs see on a real network.
 *
 *     client ── cb ▷ queue, delay ▷ rb ── router
 *
 * A constant delay keeps each direction in order, so a queue is a plain list with a head.
 */
import type { Side } from '@halfopen/catalogue';
import {
  AF_PACKET,
  ETH_P_ALL,
  MSG_DONTWAIT,
  PACKET_IGNORE_OUTGOING,
  PACKET_STATISTICS,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_PACKET,
} from '../kernel/constants.ts';
import { errnoName } from '../kernel/errno.ts';
import { errno, libc } from '../kernel/libc.ts';
import { encodeSockaddrLl } from '../kernel/sockaddr.ts';

const MAX_FRAME_BYTES = 1 << 17;
const incoming = Buffer.alloc(MAX_FRAME_BYTES);

interface Queued {
  readonly dueNs: bigint;
  readonly frame: Buffer;
}

function refuse(what: string): never {
  throw new Error(`${what}: ${errnoName(errno())}`);
}

function bindPort(fd: number, interfaceName: string): void {
  const one = Buffer.from([1, 0, 0, 0]);
  if (libc.setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, one, one.length) !== 0)
    refuse('PACKET_IGNORE_OUTGOING');
  const index = libc.if_nametoindex(interfaceName);
  // 0 would mean all interfaces.
  if (index === 0) throw new Error(`no interface ${interfaceName}`);
  const address = encodeSockaddrLl(ETH_P_ALL, index);
  if (libc.bind(fd, address, address.length) !== 0) refuse(`bind to ${interfaceName}`);
}

function openPort(interfaceName: string): number {
  // Protocol 0 until bound: a socket that listens to all interfaces first would pick up frames of the other one.
  const fd = libc.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) refuse('packet socket');
  try {
    bindPort(fd, interfaceName);
    return fd;
  } catch (error) {
    libc.close(fd);
    throw error;
  }
}

/** Drops of a packet socket since the last look: struct tpacket_stats (packet(7), PACKET_STATISTICS). */
function droppedAt(fd: number): number {
  const statistics = Buffer.alloc(8);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(statistics.length);
  return libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, statistics, length) === 0
    ? statistics.readUInt32LE(4)
    : 0;
}

class Direction {
  readonly #queue: Queued[] = [];
  #head = 0;
  readonly #from: number;
  readonly #to: number;
  readonly #delayNs: bigint;

  constructor(from: number, to: number, delayNs: number) {
    this.#from = from;
    this.#to = to;
    this.#delayNs = BigInt(delayNs);
  }

  /** Frames that the interface would not take. */
  refused = 0;

  take(nowNs: bigint, swallow: boolean): void {
    for (;;) {
      const length = libc.recv(this.#from, incoming, MAX_FRAME_BYTES, MSG_DONTWAIT);
      if (length <= 0) return;
      if (swallow) continue;
      this.#queue.push({
        dueNs: nowNs + this.#delayNs,
        frame: Buffer.from(incoming.subarray(0, length)),
      });
    }
  }

  deliver(nowNs: bigint, swallow: boolean): void {
    let next = this.#queue[this.#head];
    while (next !== undefined && next.dueNs <= nowNs) {
      if (!swallow && libc.send(this.#to, next.frame, next.frame.length, 0) < 0) this.refused += 1;
      this.#head += 1;
      next = this.#queue[this.#head];
    }
    if (this.#head === this.#queue.length) {
      this.#queue.length = 0;
      this.#head = 0;
    }
  }

  get nextDueNs(): bigint | null {
    return this.#queue[this.#head]?.dueNs ?? null;
  }
}

/** One box. Its interfaces must be up, in the namespace the calling thread is in while it is made. */
export class DelayBox {
  readonly #ports: readonly [number, number];
  readonly #directions: readonly [Direction, Direction];
  readonly #unplugged = new Set<Side>();

  constructor(clientInterface: string, serverInterface: string, delayNs: number) {
    const client = openPort(clientInterface);
    let server: number;
    try {
      server = openPort(serverInterface);
    } catch (error) {
      libc.close(client);
      throw error;
    }
    this.#ports = [client, server];
    this.#directions = [new Direction(client, server, delayNs), new Direction(server, client, delayNs)];
  }

  /** Descriptors to wait on. */
  get fds(): readonly number[] {
    return this.#ports;
  }

  /** When the next frame is due, or `null`. */
  get nextDueNs(): bigint | null {
    const [a, b] = this.#directions.map((direction) => direction.nextDueNs);
    if (a === null || a === undefined) return b ?? null;
    return b === null || b === undefined || a < b ? a : b;
  }

  /** Takes in what has come and lets out what is due. */
  work(nowNs: bigint): void {
    const swallow = this.#unplugged.size > 0;
    for (const direction of this.#directions) {
      direction.take(nowNs, swallow);
      direction.deliver(nowNs, swallow);
    }
  }

  /** With either end unplugged nothing crosses: the link has only two ends. */
  unplug(side: Side, unplugged: boolean): void {
    if (unplugged) this.#unplugged.add(side);
    else this.#unplugged.delete(side);
  }

  /** Frames lost in the box since it was last asked: refused by an interface, or dropped before they were read. */
  lost(): number {
    const refused = this.#directions.reduce((sum, direction) => sum + direction.refused, 0);
    for (const direction of this.#directions) direction.refused = 0;
    return refused + this.#ports.reduce((sum, fd) => sum + droppedAt(fd), 0);
  }

  close(): void {
    for (const fd of this.#ports) libc.close(fd);
  }
}
