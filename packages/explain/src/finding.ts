/** A connection that was taken: counted and ruled on; its record in words is made when it is asked for. */
import type { CaseName, Side } from '@halfopen/catalogue';
import type { Ending } from './judge/ending.ts';
import { copyOfFacts, type Facts } from './judge/facts.ts';
import type { Ruling } from './judge/referee.ts';
import { verdictOf } from './judge/verdict.ts';
import type { KeptPackets, PacketLog } from './packets/packet-log.ts';
import type { Certainty, ConnectionRecord, EndpointRecord, Outcome, VantageRecord } from './record.ts';
import type { Tracker } from './track/tracker.ts';
import { zeekConnState } from './zeek/conn-state.ts';

/** What a finding is made of. */
export interface FindingParts {
  readonly slot: number;
  readonly id: number;
  readonly facts: Facts;
  readonly clientSide: 0 | 1;
  readonly vantage: VantageRecord;
  readonly ending: Ending;
  readonly outcome: Outcome;
  readonly ruling: Ruling;
  readonly tracker: Tracker;
  readonly packetLog: PacketLog;
  /** A time of the tracker's in nanoseconds since 1970. */
  readonly absolute: (ns: number) => string;
}

/** Everything here must be asked for before the finding is released and the next one is taken. */
export class Finding {
  readonly id: number;
  readonly outcome: Outcome;
  /** `null`: nothing went wrong in what was seen. */
  readonly case: CaseName | null;
  /** Which of the packets' sides is the client. */
  readonly clientSide: 0 | 1;
  readonly ending: Ending;
  readonly #parts: FindingParts;

  constructor(parts: FindingParts) {
    this.id = parts.id;
    this.outcome = parts.outcome;
    this.case = parts.ruling.case;
    this.clientSide = parts.clientSide;
    this.ending = parts.ending;
    this.#parts = parts;
  }

  /** The tracker's slot it stands in. */
  get slot(): number {
    return this.#parts.slot;
  }

  get certainty(): Certainty {
    return this.#parts.ruling.certainty;
  }

  /** Its packets, captured twice or not. */
  get frameCount(): number {
    return this.#parts.facts.connection.frames;
  }

  /** Payload each side sent, repetitions not counted. */
  get bytes(): Readonly<Record<Side, number>> {
    const { client, server } = this.#parts.facts;
    return { client: client.bytes, server: server.bytes };
  }

  /** First and last frame, in nanoseconds since the capture's first TCP frame. */
  get span(): { readonly firstNs: number; readonly lastNs: number } {
    const { firstNs, lastNs } = this.#parts.facts.connection;
    return { firstNs, lastNs };
  }

  get client(): EndpointRecord {
    return this.#parts.tracker.end(this.#parts.slot, this.clientSide);
  }

  get server(): EndpointRecord {
    return this.#parts.tracker.end(this.#parts.slot, 1 - this.clientSide);
  }

  /** A copy of what is known of it, which stays when the connection is given back. */
  facts(): Facts {
    return copyOfFacts(this.#parts.facts);
  }

  /** The packets that were kept, and how many were not and where, when packets are kept. May be asked for once. */
  packets(): KeptPackets {
    return this.#parts.packetLog.take(this.#parts.slot);
  }

  /** The whole record. */
  record(): ConnectionRecord {
    const { slot, facts, vantage, ending, outcome, ruling, tracker, absolute } = this.#parts;
    const { connection, client, server } = facts;
    const history = tracker.history(slot);
    const ends = { client: this.client, server: this.server };
    return {
      type: 'connection',
      id: this.id,
      ...ends,
      clientKnown: connection.clientKnown === 1,
      incarnation: connection.incarnation,
      vantage,
      startNs: absolute(connection.firstNs),
      durationNs: String(BigInt(Math.round(connection.lastNs - connection.firstNs))),
      frames: { first: connection.firstFrame, last: connection.lastFrame, count: connection.frames },
      bytes: { client: client.bytes, server: server.bytes },
      outcome,
      verdict: verdictOf(facts, ending, ruling),
      tcp: {
        rttMs: rttMs(facts),
        retransmissions: { client: client.retransmissions, server: server.retransmissions },
        zeroWindows: { client: client.zeroWindows, server: server.zeroWindows },
        keepAlives: client.keepAlives + server.keepAlives,
        notCaptured: client.notCaptured + server.notCaptured,
        duplicateFrames: connection.duplicateFrames,
      },
      zeek: { connState: zeekConnState(tracker.row.zeek[0], tracker.row.zeek[1], history), history },
      filter: displayFilter(ends.client, ends.server, connection.firstFrame, connection.lastFrame),
    };
  }
}

function rttMs({ client, connection }: Facts): number | null {
  if (connection.handshakeFrame === 0 || client.synCount !== 1 || client.synFrame === 0) return null;
  const ns = connection.handshakeNs - client.synNs;
  // a capture may have put them down in the wrong order
  return ns < 0 ? null : Math.round(ns / 1000) / 1000;
}

function displayFilter(client: EndpointRecord, server: EndpointRecord, first: number, last: number): string {
  const field = client.address.includes(':') ? 'ipv6.addr' : 'ip.addr';
  return (
    `${field} == ${client.address} && ${field} == ${server.address} && tcp.port == ${client.port} && tcp.port == ${server.port}` +
    ` && frame.number >= ${first} && frame.number <= ${last}`
  );
}
