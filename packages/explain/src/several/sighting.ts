/** What one capture shows of one connection, kept until all captures have been read. */
import type { Side, Vantage } from '@halfopen/catalogue';
import type { Ending } from '../judge/ending.ts';
import type { Facts } from '../judge/facts.ts';
import type { KeptPackets, LoggedPacket } from '../packets/packet-log.ts';
import type { CaptureRecord, ConnectionRecord } from '../record.ts';

/** One connection as one capture has it, with its first packets, as many as were kept: captures are compared as far as all of them reach. */
export interface Sighting extends KeptPackets {
  /** Place of its capture among those given, from 0. */
  readonly capture: number;
  readonly record: ConnectionRecord;
  readonly facts: Facts;
  readonly ending: Ending;
  /** Which of the packets' sides is the client. */
  readonly clientSide: 0 | 1;
}

/** A capture that has been read. */
export interface Gathered {
  readonly file: string;
  /** Where it was made, if whoever gave it said so. */
  readonly given: Vantage | null;
  readonly record: CaptureRecord;
  /** What its packets' times are counted from, since 1970. */
  readonly baseNs: bigint;
  /** Its first and its last frame; `null`: it is empty. */
  readonly span: { readonly firstNs: bigint; readonly lastNs: bigint } | null;
  readonly sightings: readonly Sighting[];
}

/** A packet at one place. */
export interface Passing {
  readonly from: Side;
  readonly atNs: number;
  readonly packet: LoggedPacket;
}

/** Which side sent a packet of a sighting. `flipped`: the sighting has the two sides the wrong way round. */
export function senderOf({ clientSide }: Sighting, { side }: LoggedPacket, flipped: boolean): Side {
  return (side === clientSide) === flipped ? 'server' : 'client';
}
