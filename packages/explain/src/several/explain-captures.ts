/** Several captures of the same traffic, made at different places: one record for each connection, whoever saw it. */
import type { PacketEvent } from '@halfopen/timeline';
import type { PacketsWanted } from '../packets/packets-wanted.ts';
import type { Story } from '../packets/story.ts';
import type { CaptureRecord, ExplainRecord, SummaryRecord } from '../record.ts';
import type { AddressMap } from '../redact/address-map.ts';
import type { ConnectionStory } from '../packets/connection-story.ts';
import { gather, type Reading, type SeveralInput } from './gather.ts';
import { mergeSightings } from './merging.ts';
import { Tally } from './tally.ts';

/** How {@link explainCaptures} is to explain. */
export interface SeveralOptions {
  /**
   * Packets of each connection, in each capture, that are kept to be held against those of the others. Default 2000. Of a longer
   * connection only the beginning is compared; its verdict still rests on the facts of each capture, and says so.
   */
  readonly packets?: number;
  /**
   * All captures ran from the first frame of any to the last. Without it a file speaks only for the time from its own first
   * frame to its own last: what others have before or after that may have been missed, and excludes no case.
   */
  readonly ranThroughout?: boolean;
  /** Stand-ins for all addresses, the same ones in every capture; as explainCapture takes them. */
  readonly addresses?: AddressMap;
  /** The records list their `packets`, as far as they were kept: on one clock, with departure and arrival. Default `false`. */
  readonly listPackets?: boolean;
}

/** How {@link storiesOfCaptures} is to explain. */
export interface StoriesOptions extends Omit<SeveralOptions, 'listPackets'> {
  /** Keep the bytes of packets for the stories, as `bytes` of PacketsWanted. Absent: none. */
  readonly bytes?: NonNullable<PacketsWanted['bytes']>;
}

const MOST_PACKETS = 2000;

/**
 * Explains captures as one. Yields a `capture` record for each, a `connection` record for each connection in order of first
 * frames (on the first capture's clock), and one `summary`. A connection that several captures saw, even through address
 * translation, has one record: `vantages` lists them, the client's first, and the record's other numbers are those of that one.
 *
 * Holds all connections and up to `packets` packets of each in memory. Throws CaptureError when an input is no capture; when
 * one is damaged later on, what was read is told first and the damage is thrown at the end.
 */
export async function* explainCaptures(
  inputs: readonly SeveralInput[],
  { listPackets = false, ...options }: SeveralOptions = {},
): AsyncGenerator<ExplainRecord, void, undefined> {
  for await (const told of storiesOfCaptures(inputs, options)) {
    if (told.type !== 'story') yield told;
    else yield listPackets ? { ...told.record, packets: packetsOf(told.story) } : told.record;
  }
}

function packetsOf({ events }: Story): readonly PacketEvent[] {
  return events.filter((event) => event.kind === 'packet');
}

/**
 * The same, with each connection's record beside its story: its packets on one clock with departure and arrival, the states and
 * calls that follow from them, and the bytes behind them. Of a connection that only one capture saw it is what `recordWithStory` gives.
 */
export async function* storiesOfCaptures(
  inputs: readonly SeveralInput[],
  { packets = MOST_PACKETS, ranThroughout = false, bytes, addresses }: StoriesOptions = {},
): AsyncGenerator<CaptureRecord | ConnectionStory | SummaryRecord, void, undefined> {
  const wanted: PacketsWanted = { most: packets, ...(bytes === undefined ? {} : { bytes }) };
  const readings: Reading[] = [];
  for (const [index, input] of inputs.entries()) readings.push(await gather(input, index, wanted, addresses));
  for (const { gathered } of readings) yield gathered.record;
  const tally = new Tally();
  for (const told of mergeSightings(
    readings.map(({ gathered }) => gathered),
    ranThroughout,
  )) {
    tally.count(told.record);
    yield told;
  }
  yield tally.summary();
  const damaged = readings.find((reading) => 'damage' in reading);
  if (damaged !== undefined) throw damaged.damage;
}
