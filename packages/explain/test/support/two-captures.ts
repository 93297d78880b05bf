/**
 * One conversation, captured at both of its ends, with a path between them that delays, loses, forges and translates:
 *
 *     const path = new Path({ serverClockMs: 90_000 });
 *     path.c('S').s('SA').c('A').c('PA', { payload: 100, lost: true });
 *     await path.explained();
 *
 * Letters are flags; sequence and acknowledgement numbers follow from what was sent. `lost`: sent, and never arrives. `forged`:
 * arrives, and was never sent.
 */
import { TcpFlag, type TcpOptionSpec, tcpPacket } from '@halfopen/wire';
import { explainCaptures, type SeveralOptions } from '../../src/several/explain-captures.ts';
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
  readonly lost?: boolean;
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
}

type Name = 'client' | 'server';

/** Everything explainCaptures says, by kind. */
export interface Told {
  readonly captures: readonly CaptureRecord[];
  readonly connections: readonly ConnectionRecord[];
  readonly summary: SummaryRecord;
}

/** All records of captures, the clients' and the servers'. */
export async function told(
  inputs: readonly { readonly file: string; readonly input: Uint8Array; readonly at?: Name }[],
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

export class Path {
  ms: number = 0;
  readonly #options: PathOptions;
  readonly #files: Record<Name, TimedPacket[]> = { client: [], server: [] };
  readonly #next: Record<Name, number>;
  readonly #taken: Record<Name, number>;
  /** What each has received of the other, without a gap. */
  readonly #heard: Record<Name, number> = { client: 0, server: 0 };
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
    for (const at of ['client', 'server'] as const)
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
    this.#files.client.push(...other.#files.client);
    this.#files.server.push(...other.#files.server);
    return this;
  }

  capture(at: Name): Uint8Array {
    const packets = this.#files[at].toSorted((a, b) => a.ms - b.ms);
    return captureFile('pcap-ns', 'ethernet', packets);
  }

  told(
    options: SeveralOptions & { readonly infer?: boolean; readonly order?: readonly Name[] } = {},
  ): Promise<Told> {
    const { infer = false, order = ['client', 'server'], ...rest } = options;
    const inputs = order.map((at) => ({
      file: `${at}.pcap`,
      input: this.capture(at),
      ...(infer ? {} : { at }),
    }));
    return told(inputs, rest);
  }

  /** The record of the connection of this path's own client. */
  async record(options: Parameters<Path['told']>[0] = {}): Promise<ConnectionRecord> {
    const { connections } = await this.told(options);
    const mine = connections.filter(({ client }) => client.port === (this.#options.clientPort ?? 40_000));
    if (mine.length !== 1) throw new Error(`${mine.length} records`);
    return mine[0]!;
  }

  #say(from: Name, text: string, saying: Saying): this {
    const to = from === 'client' ? 'server' : 'client';
    const flags = [...text].reduce((bits, letter) => bits | letters[letter]!, 0);
    const payload = saying.payload ?? 0;
    const seq = saying.seq ?? (saying.again === true ? this.#taken[from] : this.#next[from]);
    const takes = payload + ((flags & (TcpFlag.SYN | TcpFlag.FIN)) === 0 ? 0 : 1);
    if (takes > 0 && saying.seq === undefined) {
      this.#taken[from] = seq;
      this.#next[from] = (seq + takes) >>> 0;
    }
    const arrives = saying.lost !== true && saying.forged !== true;
    if (arrives && ((flags & TcpFlag.SYN) !== 0 || seq === this.#heard[to]))
      this.#heard[to] = (seq + takes) >>> 0;
    this.#id += 1;
    const { delayMs = 10, serverClockMs = 0, hops = 4 } = this.#options;
    const clock = { client: 0, server: serverClockMs };
    const ipId = saying.ipId ?? this.#id;
    const at = (name: Name, ms: number, ttl: number, part = 0, parts = 1): void => {
      const length = payload / parts;
      const packet = this.#packet(
        from,
        name,
        flags,
        (seq + part * length) >>> 0,
        length,
        ttl,
        ipId + part,
        saying,
      );
      this.#files[name].push({ ms: ms + clock[name], packet });
    };
    const ttl = saying.ttl ?? 64;
    if (saying.forged !== true) at(from, this.ms, ttl);
    const parts = saying.cutInto ?? 1;
    if (saying.lost !== true)
      for (let part = 0; part < parts; part += 1) at(to, this.ms + delayMs, ttl - hops, part, parts);
    this.ms += delayMs + 1;
    return this;
  }

  #packet(
    from: Name,
    at: Name,
    flags: number,
    seq: number,
    payload: number,
    ttl: number,
    ipId: number,
    saying: Saying,
  ): Uint8Array {
    const { version = 4, clientPort = 40_000, translatedTo } = this.#options;
    const own = version === 4 ? '10.0.0.2' : 'fd00::2';
    const seen = at === 'server' && saying.untranslated !== true ? (translatedTo ?? own) : own;
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
