/** A connection as a story: everything that a ladder of it shows, and the bytes behind it. */
import type { Vantage } from '@halfopen/catalogue';
import type { PacketEvent, TimelineEvent } from '@halfopen/timeline';
import type { Finding } from '../finding.ts';
import type { ConnectionRecord, VerdictRecord } from '../record.ts';
import { vantageOfFrames } from './frame-vantage.ts';
import { inferredCalls } from './inferred-calls.ts';
import { inferredStates } from './inferred-states.ts';
import { packetEvents } from './packet-events.ts';
import type { KeptPackets, LoggedPacket } from './packet-log.ts';

/** Frames as they were captured, from the innermost IP header on, by their 1-based numbers. */
export type FrameBytes = Readonly<Record<number, Uint8Array>>;

/** What is known of one connection beside its record. */
export interface Story {
  /** Packets, and what follows from them or was observed beside them. Times count from the connection's first event. */
  readonly events: readonly TimelineEvent[];
  /** The frames that packet events name, under the same vantage and number; empty where bytes were not kept. */
  readonly bytes: Readonly<Partial<Record<Vantage, FrameBytes>>>;
  /** Packets that were not kept. */
  readonly dropped: number;
  /** Where they would stand; absent: none was dropped, or none kept. */
  readonly gap?: PacketGap;
}

/** Time of which packets were not kept: that nothing is drawn there says nothing. */
export interface PacketGap {
  /** Time of the last packet before them, as events have it. */
  readonly afterNs: number;
  /** Time of the first packet behind them; `null`: none that comes behind them was kept. */
  readonly untilNs: number | null;
  /** How many were not kept. */
  readonly packets: number;
}

/** The gap behind the first `before` packets, if there is one. */
export function gapOf(
  packets: readonly PacketEvent[],
  before: number,
  dropped: number,
): { readonly gap?: PacketGap } {
  const last = packets[before - 1];
  if (dropped === 0 || last === undefined) return {};
  return { gap: { afterNs: last.atNs, untilNs: packets[before]?.atNs ?? null, packets: dropped } };
}

/** The frames of packets whose bytes were kept, under their capture's vantage. */
export function bytesUnder(vantage: Vantage, packets: readonly LoggedPacket[]): Story['bytes'] {
  const frames = packets.flatMap(({ frame, bytes }) => (bytes === null ? [] : [[frame, bytes] as const]));
  return frames.length === 0 ? {} : { [vantage]: Object.fromEntries(frames) };
}

/** Packets, and the states and calls that follow from them. `before`: so many stand before those that were dropped; Infinity: none was. */
export function withInferred(
  packets: readonly PacketEvent[],
  verdict: VerdictRecord,
  before: number,
): readonly TimelineEvent[] {
  return [...packets, ...inferredStates(packets, before), ...inferredCalls(packets, verdict, before)];
}

/** The story of a connection that one capture saw. `clientSide`: which of the packets' sides is the client. */
export function storyOfOne(
  record: Pick<ConnectionRecord, 'vantage' | 'client' | 'verdict'>,
  clientSide: 0 | 1,
  { packets, dropped, before }: KeptPackets,
): Story {
  const events = packetEvents(packets, clientSide, record);
  return {
    events: withInferred(events, record.verdict, before),
    bytes: bytesUnder(vantageOfFrames(record.vantage.at), packets),
    dropped,
    ...gapOf(events, before, dropped),
  };
}

/** A finding's record and story. To be asked for once, before the next connection is taken. */
export function recordWithStory(finding: Finding): {
  readonly record: ConnectionRecord;
  readonly story: Story;
} {
  const record = finding.record();
  return { record, story: storyOfOne(record, finding.clientSide, finding.packets()) };
}
