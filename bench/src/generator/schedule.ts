/** Which connections there are: ending, hosts, ports, start, size. One after the other, in order of start. */
import type { Ending, Place } from '../endings/ending.ts';
import { endings } from '../endings.ts';
import { Conversation } from './conversation.ts';
import type { FramePlan } from './frames.ts';
import { FrameField, FrameList, frameWords } from './frames.ts';
import { gatewayMac, macOf, makeHeaders } from './headers.ts';
import type { Host, Hosts, RemoteHost } from './hosts.ts';
import { makeHosts } from './hosts.ts';
import { Random } from './random.ts';
import type { Rendering } from './render.ts';

/** A connection with all its frames. */
export interface Planned extends Rendering {
  readonly ending: Ending;
  readonly client: Host;
  readonly clientPort: number;
  readonly server: Host;
  readonly serverPort: number;
  /** 1 for the first connection between these ports, 2 for the next, ... */
  readonly incarnation: number;
  readonly plan: FramePlan;
}

/** What a capture is to have. */
export interface Order {
  readonly seed: number;
  readonly connections: number;
  /** Size of the file with whole frames, about. */
  readonly bytes: number;
}

/** Mean time between two starts, in microseconds. */
const betweenStarts = 60_000;
const firstPort = 32_768;
const lastPort = 60_999;
/** Printable payload on these is not taken for a broken protocol by anyone. */
const openPorts = [8500, 8888, 9090, 12000] as const;
const closedPort = 8090;
/** A client in TIME-WAIT keeps its port for a minute (TCP_TIMEWAIT_LEN); then it may come again. */
const portRest = 61_000_000;
const reuseShare = 0.03;
/** What the mean frame takes in the file. */
const bytesPerFrame = 595;
/** What a frame takes besides its payload: record header, Ethernet, IP, TCP with timestamps. */
const overhead = 16 + 14 + 20 + 32;
/** Over how many connections a surplus or deficit of bytes is made good, as a share of all. */
const correctionShare = 0.02;
/** Most frames a connection is planned for, in means. */
const largestShare = 12;

interface Endpoints {
  readonly client: Host;
  readonly clientPort: number;
  readonly server: RemoteHost;
  readonly serverPort: number;
  readonly incarnation: number;
}

/** Makes up the connections of a capture. The same order gives the same connections. */
export class Schedule {
  /** When the next connection starts; Infinity: there is none. */
  nextStart: number = 0;
  readonly #order: Order;
  readonly #hosts: Hosts;
  readonly #random: Random;
  readonly #list = new FrameList();
  readonly #nextPorts = new Map<Host, number>();
  readonly #resting: Record<Place, { readonly endpoints: Endpoints; readonly until: number }[]> = {
    live: [],
    'closed-port': [],
    'dead-host': [],
  };
  readonly #weights = endings.reduce((sum, { weight }) => sum + weight, 0);
  #planned = 0;
  #bytes = 0;

  constructor(order: Order) {
    this.#order = order;
    this.#hosts = makeHosts(order.seed, order.connections);
    this.#random = new Random(order.seed, 0x73636864);
    if (order.connections === 0) this.nextStart = Infinity;
  }

  /** The connection that starts at `nextStart`. */
  next(): Planned {
    const { seed, connections } = this.#order;
    const index = this.#planned;
    const random = new Random(seed, index);
    const ending = this.#ending(index, random);
    const start = Math.round(this.nextStart);
    const endpoints = this.#reused(ending, start, random) ?? this.#fresh(ending, random);
    const conversation = new Conversation({ ...endpoints, start, random, frames: this.#list });
    ending.play(conversation, this.#size(random));
    const plan = this.#list.plan();
    this.#planned += 1;
    this.#bytes += bytesOf(plan);
    this.nextStart =
      this.#planned < connections ? this.nextStart + this.#random.exponential(betweenStarts) : Infinity;
    if (ending.freesPort) this.#rest(ending.place, endpoints, plan.times.at(-1)!);
    return { ...endpoints, ending, plan, ...renderingOf(conversation, endpoints, random) };
  }

  /** The first connections go through the register once, so that small captures have every ending too. */
  #ending(index: number, random: Random): Ending {
    const planned = index * 2 < this.#order.connections ? endings[index] : undefined;
    if (planned !== undefined) return planned.ending;
    let place = random.between(0, this.#weights);
    for (const { ending, weight } of endings) {
      place -= weight;
      if (place < 0) return ending;
    }
    return endings[0]!.ending;
  }

  /** How many frames the next connection should have: spread widely around the mean, steered towards the size ordered. */
  #size(random: Random): number {
    const { bytes, connections } = this.#order;
    const mean = bytes / connections;
    const window = Math.max(10, connections * correctionShare);
    const missing = (mean * this.#planned - this.#bytes) / window;
    const aim = Math.max(mean * 0.2, mean + missing) / bytesPerFrame;
    return Math.max(2, aim * Math.min(largestShare, 0.15 + random.exponential(0.85)));
  }

  #fresh(ending: Ending, random: Random): Endpoints {
    const { clients, servers, dead } = this.#hosts;
    const server = random.pick(ending.place === 'dead-host' ? dead : servers);
    const machine = random.whole(0, clients.length / 2 - 1);
    const client = clients[machine * 2 + (server.ipVersion === 4 ? 0 : 1)]!;
    const clientPort = this.#nextPorts.get(client) ?? firstPort;
    this.#nextPorts.set(client, clientPort === lastPort ? firstPort : clientPort + 1);
    const serverPort = ending.place === 'closed-port' ? closedPort : random.pick(openPorts);
    return { client, clientPort, server, serverPort, incarnation: 1 };
  }

  #rest(place: Place, endpoints: Endpoints, end: number): void {
    if (this.#resting[place].length < 512 && this.#random.chance(0.2))
      this.#resting[place].push({ endpoints, until: end + portRest });
  }

  /** Now and then a port comes again: a connection is more than its addresses and ports. */
  #reused(ending: Ending, start: number, random: Random): Endpoints | undefined {
    if (!random.chance(reuseShare)) return undefined;
    const resting = this.#resting[ending.place];
    const found = resting.findIndex(({ until }) => until < start);
    const [rested] = found === -1 ? [] : resting.splice(found, 1);
    if (rested === undefined) return undefined;
    return { ...rested.endpoints, incarnation: rested.endpoints.incarnation + 1 };
  }
}

function bytesOf({ times, words }: FramePlan): number {
  let bytes = times.length * overhead;
  for (let at = FrameField.length; at < words.length; at += frameWords) bytes += words[at]!;
  return bytes;
}

function renderingOf(conversation: Conversation, ends: Endpoints, random: Random): Rendering {
  const { client, clientPort, server, serverPort } = ends;
  const mac = macOf(client);
  return {
    headers: [
      makeHeaders(client, clientPort, mac, server, serverPort, gatewayMac),
      makeHeaders(server, serverPort, gatewayMac, client, clientPort, mac),
    ],
    shifts: [conversation.client.shift, conversation.server.shift],
    streams: [
      (random.word() & 0xffff) - (conversation.client.initial & 0xffff),
      (random.word() & 0xffff) - (conversation.server.initial & 0xffff),
    ],
    mss: conversation.announcedMss,
  };
}
