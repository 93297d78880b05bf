/**
 * The engine: bytes in, records out, in one pass.
 *
 *     push(bytes) ─▶ reader ─▶ frame view ─▶ tracker ─▶ ending ─▶ recognisers, referee ─▶ verdict ─▶ take()
 *
 * Records come out in the order of the connections' first frames. The capture's own record comes first if it can: a capture
 * with more connections than are held back has it after them.
 */
import type { CaseName, Vantage } from '@halfopen/catalogue';
import { CaptureReader, FrameView, linkTypeName } from '@halfopen/wire';
import { type Ending, endingOf } from './judge/ending.ts';
import { copyOfFacts, type Facts, type Surroundings } from './judge/facts.ts';
import { outcomeOf } from './judge/outcome.ts';
import { rule } from './judge/referee.ts';
import { vantageOf } from './judge/vantage.ts';
import { verdictOf } from './judge/verdict.ts';
import { type LoggedPacket, PacketLog } from './packets/packet-log.ts';
import { Problems } from './problems.ts';
import {
  type CaptureRecord,
  type ConnectionRecord,
  type EndpointRecord,
  explainSchema,
  type Outcome,
  type SummaryRecord,
} from './record.ts';
import { type FlowEnd, Tracker } from './track/tracker.ts';
import { zeekConnState } from './zeek/conn-state.ts';

const BILLION = 1_000_000_000;
/** Servers that are remembered for what their other connections show. */
const MOST_SERVERS = 4096;

/** How a capture is to be explained. */
export interface ExplainerOptions {
  /** Name of the file, for the records. */
  readonly file: string;
  /** Where it was made, if that is known. */
  readonly at?: Vantage;
  /** Keep so many packets of every connection; absent: none. */
  readonly packets?: number;
}

/** What is known of a connection without its verdict in words: enough to count and to choose. */
export interface Finding {
  readonly id: number;
  readonly client: FlowEnd;
  readonly server: FlowEnd;
  readonly outcome: Outcome;
  readonly case: CaseName | null;
  /** The whole record. To be asked for before the next connection is taken. */
  readonly record: () => ConnectionRecord;
  /** The packets that were kept and how many were not, when packets are kept. May be asked for once. */
  readonly packets: () => { readonly packets: readonly LoggedPacket[]; readonly dropped: number };
  /** Which of the packets' sides is the client. */
  readonly clientSide: 0 | 1;
  /** How it ended. */
  readonly ending: Ending;
  /** A copy of what is known of it, which stays when the connection is given back. */
  readonly facts: () => Facts;
}

interface ServerKnown {
  ttl: number;
  accepted: number;
}

export class Explainer {
  readonly #options: ExplainerOptions;
  readonly #reader: CaptureReader = new CaptureReader();
  readonly #view: FrameView = new FrameView();
  readonly #tracker: Tracker = new Tracker();
  readonly #problems: Problems = new Problems();
  readonly #linkTypes = new Set<number>();
  readonly #servers = new Map<string, ServerKnown>();
  readonly #packets: PacketLog;
  #lastLinkType = -1;
  #tcpFrames = 0;
  #baseSeconds = -1;
  #baseNanoseconds = 0;
  #firstSeconds = -1;
  #firstNanoseconds = 0;
  #ids = 0;
  #truncated = false;
  #finished = false;

  readonly #counts: Record<Outcome, number> = { ok: 0, failed: 0, open: 0, partial: 0 };
  readonly #byCase = new Map<CaseName, number>();

  constructor(options: ExplainerOptions) {
    this.#options = options;
    this.#packets = new PacketLog(options.packets ?? 0);
    if (options.packets !== undefined) {
      const { row } = this.#tracker;
      this.#tracker.onSegment = (slot, side, frame, at, ns) => {
        this.#packets.note(slot, side as 0 | 1, row.sides[side as 0 | 1], frame, at, ns);
      };
    }
  }

  /** Connections seen and not taken yet. */
  get waiting(): number {
    return this.#tracker.waiting;
  }

  /** Connections taken so far. */
  get told(): number {
    return this.#ids;
  }

  /** Frames read so far. */
  get frames(): number {
    return this.#reader.frameNumber;
  }

  /** What packets' times are counted from, in nanoseconds since 1970. */
  get baseNs(): bigint {
    return BigInt(Math.max(0, this.#baseSeconds)) * 1_000_000_000n + BigInt(this.#baseNanoseconds);
  }

  /** Times of the first and the last frame of any kind since 1970, `null`: there were none. */
  get span(): { readonly firstNs: bigint; readonly lastNs: bigint } | null {
    if (this.#firstSeconds < 0) return null;
    const firstNs = BigInt(this.#firstSeconds) * 1_000_000_000n + BigInt(this.#firstNanoseconds);
    return { firstNs, lastNs: this.#reader.timestampNs() };
  }

  /** Takes the next bytes of the capture. Throws CaptureError when they are none, or damaged so that nothing can follow. */
  push(chunk: Uint8Array): void {
    const reader = this.#reader;
    reader.push(chunk);
    const view = this.#view;
    while (reader.next()) {
      const { linkType } = reader;
      if (linkType !== this.#lastLinkType) {
        if (this.#firstSeconds < 0) {
          this.#firstSeconds = reader.seconds;
          this.#firstNanoseconds = reader.nanoseconds;
        }
        this.#lastLinkType = linkType;
        this.#linkTypes.add(linkType);
      }
      const kind = view.decode(
        reader.data,
        reader.offset,
        reader.capturedLength,
        linkType,
        reader.originalLength,
      );
      if (view.problem !== null) this.#problems.add(view.problem, reader.frameNumber);
      if (kind !== 'tcp' && kind !== 'icmp') continue;
      if (this.#baseSeconds < 0) {
        this.#baseSeconds = reader.seconds;
        this.#baseNanoseconds = reader.nanoseconds;
      }
      const ns =
        (reader.seconds - this.#baseSeconds) * BILLION + (reader.nanoseconds - this.#baseNanoseconds);
      if (kind === 'tcp') this.#tcpFrames += 1;
      this.#tracker.observe(view, reader.frameNumber, ns);
    }
  }

  /** The capture has ended, or is as damaged as `push` said: what was read is told as far as it goes. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#truncated = this.#reader.finish().truncated;
    for (const { problem, count, frameNumber } of this.#reader.problems())
      this.#problems.addMany(problem, count, frameNumber);
    this.#tracker.finish();
  }

  /** The oldest connection that has ended, `null`: none. */
  take(): Finding | null {
    const slot = this.#tracker.takeReady();
    return slot < 0 ? null : this.#judge(slot);
  }

  /** Gives the connection that was taken back. Its finding must not be used any more. */
  release(finding: Finding): void {
    const { slot } = finding as SlotFinding;
    this.#packets.take(slot);
    this.#tracker.release(slot);
  }

  /** The capture's own record; after `finish`. */
  capture(): CaptureRecord {
    return {
      type: 'capture',
      schema: explainSchema,
      file: this.#options.file,
      format: this.#reader.format ?? 'pcap',
      linkTypes: [...this.#linkTypes].map(linkTypeName),
      frames: this.#reader.frameNumber,
      tcpFrames: this.#tcpFrames,
      truncated: this.#truncated,
      problems: this.#problems.list(),
    };
  }

  /** Everything in numbers; after the last connection. */
  summary(): SummaryRecord {
    const byCase = Object.fromEntries([...this.#byCase].sort((a, b) => b[1] - a[1]));
    return { type: 'summary', schema: explainSchema, connections: this.#ids, ...this.#counts, byCase };
  }

  #judge(slot: number): SlotFinding {
    const tracker = this.#tracker;
    const { connection, sides } = tracker.row;
    const clientSide = connection.clientSide as 0 | 1;
    const client = tracker.end(slot, clientSide);
    const server = tracker.end(slot, 1 - clientSide);
    const facts: Facts = {
      connection,
      client: sides[clientSide],
      server: sides[(1 - clientSide) as 0 | 1],
      endNs: tracker.nowNs,
      icmpSource: tracker.icmpSource(slot),
      ipVersion: client.address.includes(':') ? 6 : 4,
      surroundings: this.#surroundings(
        server,
        sides[(1 - clientSide) as 0 | 1].synAckCount > 0 ? sides[(1 - clientSide) as 0 | 1].ttl : 0,
      ),
    };
    this.#ids += 1;
    const id = this.#ids;
    const vantage = vantageOf(facts, this.#options.at);
    const ending = endingOf(facts);
    const outcome = outcomeOf(facts, ending);
    const ruling = rule(facts, ending, vantage);
    this.#counts[outcome] += 1;
    if (ruling.case !== null) this.#byCase.set(ruling.case, (this.#byCase.get(ruling.case) ?? 0) + 1);
    const record = (): ConnectionRecord => ({
      type: 'connection',
      id,
      client: endpoint(client),
      server: endpoint(server),
      clientKnown: connection.clientKnown === 1,
      incarnation: connection.incarnation,
      vantage,
      startNs: this.#absolute(connection.firstNs),
      durationNs: String(Math.round(connection.lastNs - connection.firstNs)),
      frames: { first: connection.firstFrame, last: connection.lastFrame, count: connection.frames },
      bytes: { client: facts.client.bytes, server: facts.server.bytes },
      outcome,
      verdict: verdictOf(facts, ending, ruling),
      tcp: {
        rttMs: rttMs(facts),
        retransmissions: { client: facts.client.retransmissions, server: facts.server.retransmissions },
        zeroWindows: { client: facts.client.zeroWindows, server: facts.server.zeroWindows },
        keepAlives: facts.client.keepAlives + facts.server.keepAlives,
        notCaptured: facts.client.notCaptured + facts.server.notCaptured,
        duplicateFrames: connection.duplicateFrames,
      },
      zeek: {
        connState: zeekConnState(tracker.row.zeek[0], tracker.row.zeek[1], tracker.histories[slot]!),
        history: tracker.histories[slot]!,
      },
      filter: displayFilter(client, server, connection.firstFrame, connection.lastFrame),
    });
    const packets = (): ReturnType<PacketLog['take']> => this.#packets.take(slot);
    const copy = (): Facts => copyOfFacts(facts);
    return {
      slot,
      id,
      client,
      server,
      outcome,
      case: ruling.case,
      record,
      packets,
      clientSide,
      ending,
      facts: copy,
    };
  }

  /** What other connections to the same server show; this one is remembered for the next. */
  #surroundings({ address, port }: FlowEnd, ttl: number): Surroundings {
    const key = `${address} ${port}`;
    const known = this.#servers.get(key);
    const told = { serverTtl: known?.ttl ?? 0, accepted: known?.accepted ?? 0 };
    if (ttl === 0) return told;
    if (known === undefined) {
      if (this.#servers.size >= MOST_SERVERS) this.#servers.delete(this.#servers.keys().next().value!);
      this.#servers.set(key, { ttl, accepted: 1 });
    } else {
      known.ttl = ttl;
      known.accepted += 1;
    }
    return told;
  }

  #absolute(ns: number): string {
    const whole = Math.round(ns);
    return String(
      BigInt(Math.max(0, this.#baseSeconds)) * 1_000_000_000n + BigInt(this.#baseNanoseconds + whole),
    );
  }
}

interface SlotFinding extends Finding {
  readonly slot: number;
}

function endpoint({ address, port }: FlowEnd): EndpointRecord {
  return { address, port };
}

function rttMs({ client, connection }: Facts): number | null {
  if (connection.handshakeFrame === 0 || client.synCount !== 1 || client.synFrame === 0) return null;
  return Math.round((connection.handshakeNs - client.synNs) / 1000) / 1000;
}

function displayFilter(client: FlowEnd, server: FlowEnd, first: number, last: number): string {
  const field = client.address.includes(':') ? 'ipv6.addr' : 'ip.addr';
  return (
    `${field} == ${client.address} && ${field} == ${server.address} && tcp.port == ${client.port} && tcp.port == ${server.port}` +
    ` && frame.number >= ${first} && frame.number <= ${last}`
  );
}
