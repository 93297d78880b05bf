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
import { Finding } from './finding.ts';
import { endingOf } from './judge/ending.ts';
import type { Facts } from './judge/facts.ts';
import { outcomeOf } from './judge/outcome.ts';
import { rule } from './judge/referee.ts';
import { vantageOf } from './judge/vantage.ts';
import { KnownServers } from './known-servers.ts';
import { PacketLog } from './packets/packet-log.ts';
import type { PacketsWanted } from './packets/packets-wanted.ts';
import { Problems } from './problems.ts';
import type { AddressMap } from './redact/address-map.ts';
import { HiddenFrames } from './redact/hidden-frames.ts';
import { type CaptureRecord, explainSchema, type Outcome, type SummaryRecord } from './record.ts';
import { Tracker } from './track/tracker.ts';

const BILLION = 1_000_000_000;

/** How a capture is to be explained. */
export interface ExplainerOptions {
  /** Name of the file, for the records. */
  readonly file: string;
  /** Where it was made, if that is known. */
  readonly at?: Vantage;
  /** Packets to keep; absent: none. */
  readonly packets?: PacketsWanted;
  /**
   * Stand-ins for all addresses: no record, and no packet that is kept, shows another. Options that can carry addresses are blanked.
   * What is kept of payload is not looked into. The bytes that are pushed stay as they are. One map may serve several captures.
   */
  readonly addresses?: AddressMap;
}

export class Explainer {
  readonly #options: ExplainerOptions;
  readonly #reader: CaptureReader = new CaptureReader();
  readonly #view: FrameView = new FrameView();
  readonly #tracker: Tracker = new Tracker();
  readonly #problems: Problems = new Problems();
  readonly #linkTypes = new Set<number>();
  readonly #servers: KnownServers = new KnownServers();
  readonly #packets: PacketLog;
  readonly #hidden: HiddenFrames | null;
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
    this.#hidden = options.addresses === undefined ? null : new HiddenFrames(options.addresses);
    this.#packets = new PacketLog(options.packets ?? { most: 0 });
    if (options.packets !== undefined) {
      const { row } = this.#tracker;
      this.#tracker.onMove = (from, to) => this.#packets.move(from, to);
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

  /** Nothing will be added any more. */
  get isFinished(): boolean {
    return this.#finished;
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
      const kind =
        this.#hidden === null
          ? view.decode(reader.data, reader.offset, reader.capturedLength, linkType, reader.originalLength)
          : this.#hidden.decode(view, reader);
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
    this.#packets.take(finding.slot);
    this.#tracker.release(finding.slot);
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

  #judge(slot: number): Finding {
    const tracker = this.#tracker;
    const { connection, sides } = tracker.row;
    const clientSide = connection.clientSide as 0 | 1;
    const server = sides[(1 - clientSide) as 0 | 1];
    const facts: Facts = {
      connection,
      client: sides[clientSide],
      server,
      endNs: tracker.nowNs,
      icmpSource: tracker.icmpSource(slot),
      ipVersion: tracker.ipVersion(slot),
      surroundings: this.#servers.ask(
        tracker.endKey(slot, 1 - clientSide),
        server.synAckCount > 0 ? server.ttl : 0,
      ),
    };
    this.#ids += 1;
    const vantage = vantageOf(facts, this.#options.at);
    const ending = endingOf(facts);
    const outcome = outcomeOf(facts, ending);
    const ruling = rule(facts, ending, vantage);
    this.#counts[outcome] += 1;
    if (ruling.case !== null) this.#byCase.set(ruling.case, (this.#byCase.get(ruling.case) ?? 0) + 1);
    return new Finding({
      slot,
      id: this.#ids,
      facts,
      clientSide,
      vantage,
      ending,
      outcome,
      ruling,
      tracker,
      packetLog: this.#packets,
      absolute: this.#absolute,
    });
  }

  readonly #absolute = (ns: number): string =>
    String(
      BigInt(Math.max(0, this.#baseSeconds)) * 1_000_000_000n +
        BigInt(this.#baseNanoseconds + Math.round(ns)),
    );
}
