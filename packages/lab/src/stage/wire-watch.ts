/** Follows the studied connection on the wire while it happens, at all three vantages. */
import type { IcmpKind, Side, Vantage } from '@halfopen/catalogue';
import { FrameView, IcmpType, TcpFlag, type PcapReader } from '@halfopen/wire';
import type { RunClock } from '../kernel/clock.ts';
import { Classifier } from '../observe/classify.ts';
import type { SeenPacket } from '../observe/record.ts';
import type { Endpoint, WirePattern } from '../scenario.ts';

/** The two ends of the studied connection. */
export interface StudiedEnds {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

/** Codes of ICMP destination unreachable (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1). */
const unreachableKinds: Readonly<Record<number, IcmpKind>> = {
  0: 'ICMP-NET-UNREACHABLE',
  1: 'ICMP-HOST-UNREACHABLE',
  3: 'ICMP-PORT-UNREACHABLE',
  4: 'ICMP-FRAGMENTATION-NEEDED',
  10: 'ICMP-PROHIBITED',
  13: 'ICMP-PROHIBITED',
};

function icmpKind(type: number, code: number): IcmpKind {
  if (type === IcmpType.timeExceeded) return 'ICMP-TIME-EXCEEDED';
  if (type !== IcmpType.destinationUnreachable) return 'ICMP-OTHER';
  return unreachableKinds[code] ?? 'ICMP-OTHER';
}

function is(endpoint: Endpoint, address: string, port: number): boolean {
  return endpoint.port === port && endpoint.address === address;
}

function fits(packet: SeenPacket, { by, type, retransmitted }: WirePattern): boolean {
  return (
    packet.by === by &&
    packet.type === type &&
    (retransmitted === undefined || packet.retransmitted === retransmitted)
  );
}

export class WireWatch {
  readonly seen: Readonly<Record<Vantage, SeenPacket[]>> = { client: [], middle: [], server: [] };
  readonly #classifiers: Readonly<Record<Vantage, Classifier>> = {
    client: new Classifier(),
    middle: new Classifier(),
    server: new Classifier(),
  };
  readonly #view = new FrameView();
  readonly #clock: RunClock;
  readonly #listeners = new Set<() => void>();
  #ends: StudiedEnds | null = null;
  #lastFrameNs = 0;

  constructor(clock: RunClock) {
    this.#clock = clock;
  }

  /** From now on looks at this connection. */
  study(ends: StudiedEnds): void {
    this.#ends = ends;
  }

  /** When any packet at all was last captured, on the run's clock. */
  get lastFrameNs(): number {
    return this.#lastFrameNs;
  }

  /** Takes the record a capture's reader is at. */
  frame(at: Vantage, reader: PcapReader): void {
    const atNs = this.#clock.fromWall(reader.timestampNs());
    this.#lastFrameNs = Math.max(this.#lastFrameNs, this.#clock.now());
    this.#view.decode(reader.data, reader.offset, reader.capturedLength, reader.linkType);
    const packet = this.#packet(at, reader.frameNumber, atNs);
    if (packet === null) return;
    this.seen[at].push(packet);
    for (const listener of this.#listeners) listener();
  }

  /** Whether enough packets of the pattern have been seen. */
  has(pattern: WirePattern): boolean {
    return this.seen[pattern.at].filter((packet) => fits(packet, pattern)).length >= (pattern.count ?? 1);
  }

  /** Hears of every new packet of the connection, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #packet(at: Vantage, frame: number, atNs: number): SeenPacket | null {
    const ends = this.#ends;
    if (ends === null) return null;
    if (this.#view.kind === 'icmp') return this.#icmp(at, frame, atNs, ends);
    return this.#view.kind === 'tcp' ? this.#segment(at, frame, atNs, ends) : null;
  }

  #sender({ client, server }: StudiedEnds): Side | null {
    const view = this.#view;
    const source = view.sourceAddress();
    const destination = view.destinationAddress();
    if (is(client, source, view.srcPort) && is(server, destination, view.dstPort)) return 'client';
    if (is(server, source, view.srcPort) && is(client, destination, view.dstPort)) return 'server';
    return null;
  }

  #segment(at: Vantage, frame: number, atNs: number, ends: StudiedEnds): SeenPacket | null {
    const view = this.#view;
    const by = this.#sender(ends);
    if (by === null) return null;
    const options = view.options();
    const flag = (bit: number): boolean => (view.flags & bit) !== 0;
    return this.#classifiers[at].segment({
      frame,
      atNs,
      by,
      flags: {
        syn: flag(TcpFlag.SYN),
        ack: flag(TcpFlag.ACK),
        fin: flag(TcpFlag.FIN),
        rst: flag(TcpFlag.RST),
      },
      controlBits: view.flags,
      seq: view.seqNumber,
      ack: view.ackNumber,
      lengthBytes: view.payloadLength,
      window: view.window,
      windowScale: options.windowScale < 0 ? null : options.windowScale,
      ttl: view.ttl,
      ipId: view.ipId,
    });
  }

  #icmp(at: Vantage, frame: number, atNs: number, { client, server }: StudiedEnds): SeenPacket | null {
    const { icmp, ttl, ipId } = this.#view;
    if (!icmp.isError) return null;
    const quotesClient =
      is(client, icmp.quotedSourceAddress(), icmp.quotedSrcPort) &&
      is(server, icmp.quotedDestinationAddress(), icmp.quotedDstPort);
    if (!quotesClient) return null;
    const type = icmpKind(icmp.type, icmp.code);
    return this.#classifiers[at].icmp({
      frame,
      atNs,
      type,
      ttl,
      ipId,
      quotedSeq: icmp.quotedSeqNumber,
    });
  }
}
