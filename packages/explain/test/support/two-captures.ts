/**
 * One conversation, captured at both of its ends and between them, with a path that delays, loses, forges and translates:
 *
 *     const path = new Path({ serverClockMs: 90_000 });
 *     path.c('S').s('SA').c('A').c('PA', { payload: 100, lost: true });
 *     await path.explained();
 *
 * Letters are flags; sequence and acknowledgement numbers follow from what was sent. `lost`: sent, and never arrives. `forged`:
 * arrives, and was never sent. The capture in the middle is there for those who ask for it.
 */
import { icmpError, IcmpType, TcpFlag, type TcpOptionSpec, tcpPacket } from '@halfopen/wire';
import type { PacketEvent } from '@halfopen/timeline';
import type { ConnectionStory } from '../../src/packets/connection-story.ts';
import {
  explainCaptures,
  type SeveralOptions,
  storiesOfCaptures,
  type StoriesOptions,
} from '../../src/several/explain-captures.ts';
import type { CaptureRecord, ConnectionRecord, ExplainRecord, SummaryRecord } from '../../src/record.ts';
import { captureFile, type TimedPacket } from './framing.ts';

const letters: Readonly<Record<string, number>> = {
  S: TcpFlag.SYN,
  A: TcpFlag.ACK,
  F: TcpFlag.FIN,
  R: TcpFlag.RST,
  P: TcpFlag.PSH,
};

export interface PathOptions {
  /** How much the server's clock is ahead. */
  readonly serverClockMs?: number;
  readonly middleClockMs?: number;
  readonly delayMs?: number;
  readonly clientIsn?: number;
  readonly serverIsn?: number;
  readonly clientPort?: number;
  /** The client's address as the server sees it. */
  readonly translatedTo?: string;
  readonly version?: 4 | 6;
  /** Routers between the captures. */
  readonly hops?: number;
}

export interface Saying {
  readonly payload?: number;
  /** `behind`: it passes the middle. */
  readonly lost?: boolean | 'behind';
  readonly forged?: boolean;
  /** Sent again: the numbers stay where they are. */
  readonly again?: boolean;
  readonly seq?: number;
  readonly window?: number;
  readonly ttl?: number;
  readonly ipId?: number;
  /** Passes the NAT as it is. */
  readonly untranslated?: boolean;
  /** At its receiver it comes in so many parts. */
  readonly cutInto?: number;
  /** Of these parts some do not arrive, counted from 0. */
  readonly lostParts?: readonly number[];
  /** There it is not captured, although it passes. */
  readonly uncaptured?: 'client' | 'middle' | 'server';
  /** It leaves in so many parts, which its receiver joins. */
  readonly joinedFrom?: number;
}

type Name = 'client' | 'server';
type Spot = Name | 'middle';

/** Everything explainCaptures says, by kind. */
export interface Told {
  readonly captures: readonly CaptureRecord[];
  readonly connections: readonly ConnectionRecord[];
  readonly summary: SummaryRecord;
}

/** All records of captures, the clients' and the servers'. */
export async function told(
  inputs: readonly { readonly file: string; readonly input: Uint8Array; readonly at?: Spot }[],
  options: SeveralOptions = {},
): Promise<Told> {
  const records: ExplainRecord[] = [];
  for await (const record of explainCaptures(inputs, options)) records.push(record);
  const summary = records.at(-1);
  if (summary?.type !== 'summary') throw new Error('no summary at the end');
  return {
    captures: records.filter((record) => record.type === 'capture'),
    connections: records.filter((record) => record.type === 'connection'),
    summary,
  };
}

/** Which captures are explained, in which order, and whether it is said where they were made. */
export type Asking<Options> = Options & { readonly infer?: boolean; readonly order?: readonly Spot[] };

interface Input {
  readonly file: string;
  readonly input: Uint8Array;
  readonly at?: Spot;
}

export class Path {
  ms: number = 0;
  readonly #options: PathOptions;
  readonly #files: Record<Spot, TimedPacket[]> = { client: [], middle: [], server: [] };
  readonly #next: Record<Name, number>;
  readonly #taken: Record<Name, number>;
  /** What each has received of the other, without a gap. */
  readonly #heard: Record<Name, number> = { client: 0, server: 0 };
  readonly #said: Record<Name, Uint8Array | null> = { client: null, server: null };
  #id = 100;

  constructor(options: PathOptions = {}) {
    this.#options = options;
    const client = options.clientIsn ?? 1_000_000;
    const server = options.serverIsn ?? 0xffff_fff0;
    this.#next = { client, server };
    this.#taken = { client, server };
  }

  c(flags: string, saying: Saying = {}): this {
    return this.#say('client', flags, saying);
  }

  s(flags: string, saying: Saying = {}): this {
    return this.#say('server', flags, saying);
  }

  wait(ms: number): this {
    this.ms += ms;
    return this;
  }

  /** Everything so far happens that much later. */
  shift(ms: number): this {
    for (const at of ['client', 'middle', 'server'] as const)
      this.#files[at] = this.#files[at].map((each) => ({ ...each, ms: each.ms + ms }));
    return this.wait(ms);
  }

  handshake(): this {
    return this.c('S').s('SA').c('A');
  }

  /** Another connection, all in order: both captures are running now. */
  witness(): this {
    const other = new Path({
      ...this.#options,
      clientPort: 50_000 + this.ms,
      clientIsn: 7_000_000 + this.ms,
      serverIsn: 9_000_000 + this.ms,
    });
    other.ms = this.ms;
    other.handshake().c('PA', { payload: 10 }).s('A').c('FA').s('FA').c('A');
    this.ms = other.ms;
    return this.beside(other);
  }

  /** What another path carried goes into the same captures. */
  beside(other: Path): this {
    for (const at of ['client', 'middle', 'server'] as const) this.#files[at].push(...other.#files[at]);
    return this;
  }

  capture(at: Spot): Uint8Array {
    const packets = this.#files[at].toSorted((a, b) => a.ms - b.ms);
    return captureFile('pcap-ns', 'ethernet', packets);
  }

  told(options: Asking<SeveralOptions> = {}): Promise<Told> {
    const [inputs, rest] = this.#inputs(options);
    return told(inputs, rest);
  }

  /** The connection of this path's own client with its story. */
  async story(options: Asking<StoriesOptions> = {}): Promise<ConnectionStory> {
    const [inputs, rest] = this.#inputs(options);
    const stories: ConnectionStory[] = [];
    for await (const each of storiesOfCaptures(inputs, rest)) {
      if (each.type === 'story' && each.record.client.port === (this.#options.clientPort ?? 40_000))
        stories.push(each);
    }
    if (stories.length !== 1) throw new Error(`${stories.length} stories`);
    return stories[0]!;
  }

  /** The packets of its story. */
  async packets(options: Asking<StoriesOptions> = {}): Promise<readonly PacketEvent[]> {
    const { story } = await this.story(options);
    return story.events.filter((event) => event.kind === 'packet');
  }

  /** The record of the connection of this path's own client. */
  async record(options: Parameters<Path['told']>[0] = {}): Promise<ConnectionRecord> {
    const { connections } = await this.told(options);
    const mine = connections.filter(({ client }) => client.port === (this.#options.clientPort ?? 40_000));
    if (mine.length !== 1) throw new Error(`${mine.length} records`);
    return mine[0]!;
  }

  /** A router says that a segment which the side has just sent did not get through: seen in the middle, and at that side. */
  icmp(to: Name, { lost = false }: { readonly lost?: boolean } = {}): this {
    const { delayMs = 10 } = this.#options;
    const quoted = this.#said[to];
    if (quoted === null) throw new Error('nothing said');
    const packet = icmpError({
      source: '198.51.100.1',
      destination: to === 'client' ? '10.0.0.2' : '192.0.2.80',
      type: IcmpType.destinationUnreachable,
      code: 1,
      quoted: quoted.slice(0, 28),
    });
    this.#write('middle', this.ms, packet);
    if (!lost) this.#write(to, this.ms + delayMs / 2, packet);
    this.ms += delayMs;
    return this;
  }

  #inputs<Options>({
    infer = false,
    order = ['client', 'server'],
    ...rest
  }: Asking<Options>): readonly [readonly Input[], Omit<Asking<Options>, 'infer' | 'order'>] {
    const inputs = order.map((at) => ({
      file: `${at}.pcap`,
      input: this.capture(at),
      ...(infer ? {} : { at }),
    }));
    return [inputs, rest];
  }

  #write(at: Spot, ms: number, packet: Uint8Array): void {
    const { serverClockMs = 0, middleClockMs = 0 } = this.#options;
    const clock = { client: 0, middle: middleClockMs, server: serverClockMs };
    this.#files[at].push({ ms: ms + clock[at], packet });
  }

  #say(from: Name, text: string, saying: Saying): this {
    const to = from === 'client' ? 'server' : 'client';
    const flags = [...text].reduce((bits, letter) => bits | letters[letter]!, 0);
    const { payload = 0, lost = false, forged = false, ttl = 64, lostParts = [] } = saying;
    const seq = saying.seq ?? (saying.again === true ? this.#taken[from] : this.#next[from]);
    const takes = payload + ((flags & (TcpFlag.SYN | TcpFlag.FIN)) === 0 ? 0 : 1);
    if (takes > 0 && saying.seq === undefined) {
      this.#taken[from] = seq;
      this.#next[from] = (seq + takes) >>> 0;
    }
    const arrives = lost === false && !forged && lostParts.length === 0;
    if (arrives && ((flags & TcpFlag.SYN) !== 0 || seq === this.#heard[to]))
      this.#heard[to] = (seq + takes) >>> 0;
    this.#id += 1;
    const { delayMs = 10, hops = 4 } = this.#options;
    const ipId = saying.ipId ?? this.#id;
    const { cutInto = 1, joinedFrom = 1 } = saying;
    this.#id += Math.max(cutInto, joinedFrom);
    const at = (spot: Spot, ms: number, passed: number, parts: number, without: readonly number[]): void => {
      const length = payload / parts;
      if (spot === saying.uncaptured) return;
      for (let part = 0; part < parts; part += 1) {
        if (without.includes(part)) continue;
        const number = (seq + part * length) >>> 0;
        const packet = this.#packet(from, spot, flags, number, length, ttl - passed, ipId + part, saying);
        this.#write(spot, ms, packet);
        if (spot === from) this.#said[from] = packet;
      }
    };
    const between = Math.max(cutInto, joinedFrom);
    if (!forged) at(from, this.ms, 0, joinedFrom, []);
    if (!forged && lost !== true) at('middle', this.ms + delayMs / 2, hops / 2, between, []);
    if (lost === false) at(to, this.ms + delayMs, hops, cutInto, lostParts);
    this.ms += delayMs + 1;
    return this;
  }

  #packet(
    from: Name,
    at: Spot,
    flags: number,
    seq: number,
    payload: number,
    ttl: number,
    ipId: number,
    saying: Saying,
  ): Uint8Array {
    const { version = 4, clientPort = 40_000, translatedTo } = this.#options;
    const own = version === 4 ? '10.0.0.2' : 'fd00::2';
    const seen = at !== 'client' && saying.untranslated !== true ? (translatedTo ?? own) : own;
    const client = { address: seen, port: clientPort };
    const server = { address: version === 4 ? '192.0.2.80' : '2001:db8::80', port: 443 };
    const hasAck = (flags & TcpFlag.ACK) !== 0;
    const isBareReset = (flags & TcpFlag.RST) !== 0 && (flags & TcpFlag.ACK) === 0;
    const options: readonly TcpOptionSpec[] =
      (flags & TcpFlag.SYN) === 0 ? [] : [{ kind: 'mss', bytes: 1460 }];
    return tcpPacket({
      source: from === 'client' ? client : server,
      destination: from === 'client' ? server : client,
      seqNumber: seq,
      ackNumber: hasAck ? this.#heard[from] : 0,
      flags,
      window: saying.window ?? (isBareReset ? 0 : 512),
      options,
      payload: new Uint8Array(payload).fill(seq & 0xff),
      ttl,
      ipId,
    });
  }
}
