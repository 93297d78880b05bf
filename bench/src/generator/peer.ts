/** One end of a conversation: what its kernel keeps for the socket, as far as it shows on the wire. */
import type { Seq } from '@halfopen/wire';
import { seq } from '@halfopen/wire';
import { hash } from './random.ts';

/** Whom a peer talks as. */
export type PeerName = 'client' | 'server';

/** What a peer begins with. */
export interface PeerStart {
  readonly name: PeerName;
  /** TTL that its packets have at the capture. */
  readonly ttl: number;
  /** Window shift it announces. */
  readonly shift: number;
  /** Receive buffer it announces first, in bytes. */
  readonly space: number;
  /** How long its packets have been under way when the capture sees them, in microseconds. */
  readonly lag: number;
  /** Identifies the two addresses and the direction; timestamps of one pair run on one clock. */
  readonly pairHash: number;
  /** Identifies both addresses, both ports and the direction. */
  readonly tupleHash: number;
  /** When the conversation begins, in microseconds since the capture did. */
  readonly start: number;
}

const microsecondsPerTick = 1000;
/** Linux counts initial sequence numbers in units of 64 ns (net/core/secure_seq.c). */
const sequenceNumbersPerMicrosecond = 15.625;

/** The socket state of one end. Scripts move it; nothing here checks that they do it right. */
export class Peer {
  readonly name: PeerName;
  readonly ttl: number;
  readonly shift: number;
  /** Initial sequence number. A later conversation on the same ports begins with a higher one (RFC 9293 section 3.4.1). */
  readonly initial: Seq;
  /** Next sequence number to send. */
  next: Seq;
  /** Next sequence number expected from the other end. */
  received: Seq = seq(0);
  /** Free receive buffer in bytes, before scaling. */
  space: number;
  /** How far the kernel lets the receive buffer grow for a program that reads, in bytes. */
  largestSpace: number = 3 << 20;
  /** IP identification of the next packet. */
  id: number;
  /** Timestamp to echo. */
  echo: number = 0;
  /** When its last packet was seen. */
  last: number = -1;
  /** When a delayed acknowledgement falls due; Infinity: none is owed. */
  ackDue: number = Infinity;

  readonly #lag: number;
  readonly #clock: number;

  constructor(start: PeerStart) {
    this.name = start.name;
    this.ttl = start.ttl;
    this.shift = start.shift;
    this.space = start.space;
    this.initial = seq(start.tupleHash + Math.floor(start.start * sequenceNumbersPerMicrosecond));
    this.next = this.initial;
    this.id = hash(start.tupleHash, start.start) & 0xffff;
    this.#lag = start.lag;
    this.#clock = start.pairHash;
  }

  /** The value of its timestamp clock in a packet that the capture sees at `time`. */
  stampAt(time: number): number {
    return (this.#clock + Math.floor((time - this.#lag) / microsecondsPerTick)) >>> 0;
  }

  /** The window field: rounded up, as the kernel aligns it, and scaled. */
  windowField(): number {
    return Math.min(0xffff, Math.ceil(this.space / 2 ** this.shift));
  }
}
