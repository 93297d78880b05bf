/** A connection that several captures together tell of: its record, and what a picture of it needs when it is asked for. */
import type { Vantage } from '@halfopen/catalogue';
import { ipVersionOf } from '../packets/event-fields.ts';
import { inferredStates } from '../packets/inferred-states.ts';
import { bytesUnder, type Story, storyOfOne } from '../packets/story.ts';
import type { ConnectionRecord } from '../record.ts';
import type { Comparison } from './comparison.ts';
import { mergedPackets } from './merged-packets.ts';
import { namedPlaces } from './passage.ts';
import type { Place } from './places.ts';

/** A record with its story. */
export class ConnectionStory {
  readonly type = 'story' as const;
  readonly record: ConnectionRecord;
  readonly #make: () => Story;
  #story: Story | null = null;

  constructor(record: ConnectionRecord, make: () => Story) {
    this.record = record;
    this.#make = make;
  }

  /** Made when it is asked for the first time. */
  get story(): Story {
    this.#story ??= this.#make();
    return this.#story;
  }
}

/** The story of one that a single capture saw, and no other could have seen. */
export function toldByOne(record: ConnectionRecord, { main }: Place): ConnectionStory {
  const { sighting } = main!;
  return new ConnectionStory(record, () => storyOfOne(record, sighting.clientSide, sighting));
}

/** The story of one that several captures saw, or might have seen. */
export function toldBySeveral(record: ConnectionRecord, comparison: Comparison): ConnectionStory {
  const { places } = comparison;
  return new ConnectionStory(record, () => {
    const events = mergedPackets(comparison, ipVersionOf(record.client.address));
    const bytes = [...namedPlaces(places)].map(([at, place]) => bytesOf(places[place]!, at));
    return {
      events: [...events, ...inferredStates(events)],
      bytes: Object.assign({}, ...bytes) as Story['bytes'],
      dropped: places.reduce((sum, { dropped }) => sum + dropped, 0),
    };
  });
}

function bytesOf({ passings, errors }: Place, at: Vantage): Story['bytes'] {
  return bytesUnder(
    at,
    [...passings, ...errors].map(({ packet }) => packet),
  );
}
