/**
 * One connection while its script is played:
 *
 *     ending script ─▶ talk, transfer, retransmit, ... ─▶ Conversation.put ─▶ FrameList
 *
 * All times are what a clock at the client shows, in microseconds since the capture began. What the server does in answer
 * to a packet is therefore seen a round trip after it. Scripts put frames down nearly in order of time, each end's own
 * frames exactly so.
 */
import type { Seq } from '@halfopen/wire';
import { seqAdd, TcpFlag } from '@halfopen/wire';
import type { FrameList, LayoutNumber } from './frames.ts';
import { FrameField, Layout, packHead } from './frames.ts';
import type { Host, RemoteHost } from './hosts.ts';
import { Peer } from './peer.ts';
import { hash } from './random.ts';
import type { Random } from './random.ts';

/** Between whom, when and how. */
export interface ConversationStart {
  readonly client: Host;
  readonly clientPort: number;
  readonly server: RemoteHost;
  readonly serverPort: number;
  readonly start: number;
  readonly random: Random;
  /** Where frames go; emptied first. */
  readonly frames: FrameList;
}

/** What differs from what the sending socket would say. */
export interface FrameDetails {
  readonly ack?: Seq;
  readonly window?: number;
  readonly layout?: LayoutNumber;
  readonly id?: number;
  readonly ttl?: number;
  /** Timestamp echoed. */
  readonly echo?: number;
  readonly sack?: readonly [left: Seq, right: Seq];
  /** The other end never gets it. */
  readonly lost?: boolean;
}

/** Longest a Linux receiver waits for a second segment to acknowledge, in microseconds. */
export const delayedAck: number = 40_000;

const { ACK } = TcpFlag;
const timestampOptionBytes = 12;

/** A connection being made up. */
export class Conversation {
  readonly random: Random;
  readonly frames: FrameList;
  readonly client: Peer;
  readonly server: Peer;
  readonly serverHost: RemoteHost;
  readonly ipVersion: 4 | 6;
  /** Maximum segment size announced. */
  readonly announcedMss: number;
  /** Payload of a full-size segment with timestamps. */
  readonly mss: number;
  /** Round trip without jitter. */
  readonly rtt: number;
  /** Where the script stands. */
  now: number;

  constructor(start: ConversationStart) {
    const { client, server, frames } = start;
    this.random = start.random;
    this.frames = frames;
    this.serverHost = server;
    this.ipVersion = server.ipVersion;
    this.announcedMss = this.ipVersion === 4 ? 1460 : 1440;
    this.mss = this.announcedMss - timestampOptionBytes;
    this.rtt = server.rtt;
    this.now = start.start;
    frames.clear();
    const ports = start.clientPort * 0x10000 + start.serverPort;
    this.client = new Peer({
      name: 'client',
      ttl: 64,
      shift: client.shift,
      space: this.ipVersion === 4 ? 64_240 : 64_800,
      lag: 0,
      pairHash: hash(client.id, server.id, 1),
      tupleHash: hash(client.id, server.id, ports, 1),
      start: start.start,
    });
    this.server = new Peer({
      name: 'server',
      ttl: 64 - server.hops,
      shift: server.shift,
      space: this.ipVersion === 4 ? 65_160 : 64_260,
      lag: server.rtt / 2,
      pairHash: hash(client.id, server.id, 2),
      tupleHash: hash(client.id, server.id, ports, 2),
      start: start.start,
    });
  }

  /** The other end. */
  other(peer: Peer): Peer {
    return peer === this.client ? this.server : this.client;
  }

  /** One round trip, with a little jitter. */
  trip(): number {
    return this.rtt + 20 + this.random.exponential(this.rtt / 50 + 15);
  }

  /** How soon the packets of `peer` are answered, as the capture sees it: the capture is at the client. */
  answerAfter(peer: Peer): number {
    return peer === this.client ? this.trip() : 12 + this.random.exponential(20);
  }

  /** First retransmission timeout: the smoothed round trip and at least 200 ms (tcp_rto_min_us), in timer ticks. */
  timeout(): number {
    return Math.ceil((this.rtt * 1.05 + 200_000) / 4000) * 4000;
  }

  /**
   * Puts down a segment of `peer`: at `at`, or as soon after the peer's last one as a clock can tell. Does not move the
   * sequence numbers. Returns when it is seen.
   */
  put(
    peer: Peer,
    at: number,
    flags: number,
    length: number = 0,
    sequence: Seq = peer.next,
    details?: FrameDetails,
  ): number {
    const time = Math.max(Math.round(at), peer.last + 1);
    peer.last = time;
    const layout = details?.layout ?? (details?.sack === undefined ? Layout.timestamps : Layout.sack);
    const stamp = peer.stampAt(time);
    const from = this.frames.add(time);
    const { words } = this.frames;
    words[from + FrameField.head] = packHead(peer === this.server, layout, flags, details?.ttl ?? peer.ttl);
    words[from + FrameField.seq] = sequence;
    words[from + FrameField.ack] = details?.ack ?? ((flags & ACK) === 0 ? 0 : peer.received);
    words[from + FrameField.windowAndId] =
      (details?.window ?? peer.windowField()) | ((details?.id ?? peer.id) << 16);
    words[from + FrameField.length] = length;
    words[from + FrameField.stamp] = stamp;
    words[from + FrameField.echo] = details?.echo ?? peer.echo;
    words[from + FrameField.sackLeft] = details?.sack?.[0] ?? 0;
    words[from + FrameField.sackRight] = details?.sack?.[1] ?? 0;
    if (details?.id === undefined) peer.id = (peer.id + 1) & 0xffff;
    if ((flags & ACK) !== 0) peer.ackDue = Infinity;
    const other = this.other(peer);
    if (details?.lost !== true && other.ackDue === Infinity) other.echo = stamp;
    return time;
  }

  /** A segment with payload that the other end receives in order. */
  data(peer: Peer, at: number, length: number, flags: number = TcpFlag.PSH | ACK): number {
    const time = this.put(peer, at, flags, length);
    peer.next = seqAdd(peer.next, length);
    this.other(peer).received = peer.next;
    return time;
  }

  /** A FIN, which the other end receives in order. */
  fin(peer: Peer, at: number, details?: FrameDetails): number {
    const time = this.put(peer, at, TcpFlag.FIN | ACK, 0, peer.next, details);
    peer.next = seqAdd(peer.next, 1);
    if (details?.lost !== true) this.other(peer).received = peer.next;
    return time;
  }

  /** A bare acknowledgement. */
  ack(peer: Peer, at: number, details?: FrameDetails): number {
    return this.put(peer, at, ACK, 0, peer.next, details);
  }

  /** Puts down the delayed acknowledgements that fall due until `until`. */
  settle(until: number): void {
    for (const peer of [this.client, this.server])
      if (peer.ackDue !== Infinity && peer.ackDue <= until) this.ack(peer, peer.ackDue);
  }

  /** Lets everything in flight arrive and be acknowledged. Then nothing is outstanding, and `now` is after all frames. */
  quiesce(): void {
    this.settle(Infinity);
    this.now = Math.max(this.now, this.client.last, this.server.last) + this.trip();
  }
}
