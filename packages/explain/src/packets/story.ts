/** A connection as a story: everything that a ladder of it shows, and the bytes behind it. */
import type { Vantage } from '@halfopen/catalogue';
import type { TimelineEvent } from '@halfopen/timeline';
import type { Finding } from '../finding.ts';
import type { ConnectionRecord } from '../record.ts';
import { inferredStates } from './inferred-states.ts';
import { packetEventsOf, vantageOfFrames } from './packet-events.ts';

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
}

/** A finding's record and story. To be asked for once, before the next connection is taken. */
export function recordWithStory(finding: Finding): {
  readonly record: ConnectionRecord;
  readonly story: Story;
} {
  const record = finding.record();
  const { packets, dropped } = finding.packets();
  const events = packetEventsOf(finding, record, packets);
  const frames = packets.flatMap(({ frame, bytes }) => (bytes === null ? [] : [[frame, bytes] as const]));
  const bytes =
    frames.length === 0 ? {} : { [vantageOfFrames(record.vantage.at)]: Object.fromEntries(frames) };
  return { record, story: { events: [...events, ...inferredStates(events)], bytes, dropped } };
}
