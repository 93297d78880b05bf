/** What several captures together tell of a connection. */
import type { Vantage } from '@halfopen/catalogue';
import { ConnectionStory } from '../packets/connection-story.ts';
import { ipVersionOf } from '../packets/event-fields.ts';
import { bytesUnder, gapOf, type Story, storyOfOne, withInferred } from '../packets/story.ts';
import type { ConnectionRecord } from '../record.ts';
import type { Comparison } from './comparison.ts';
import { mergedPackets } from './merged-packets.ts';
import { namedPlaces } from './passage.ts';
import type { Place } from './places.ts';

/** The story of one that a single capture saw, and no other could have seen. */
export function toldByOne(record: ConnectionRecord, { main }: Place): ConnectionStory {
  const { sighting } = main!;
  return new ConnectionStory(record, () => storyOfOne(record, sighting.clientSide, sighting));
}

/** The story of one that several captures saw, or might have seen. */
export function toldBySeveral(record: ConnectionRecord, comparison: Comparison): ConnectionStory {
  const { places } = comparison;
  return new ConnectionStory(record, () => {
    const packets = mergedPackets(comparison, ipVersionOf(record.client.address));
    const dropped = places.reduce((sum, each) => sum + each.dropped, 0);
    // captures keep the first packets only
    const before = dropped === 0 ? Infinity : packets.length;
    const bytes = [...namedPlaces(places)].map(([at, place]) => bytesOf(places[place]!, at));
    return {
      events: withInferred(packets, record.verdict, before),
      bytes: Object.assign({}, ...bytes) as Story['bytes'],
      dropped,
      ...gapOf(packets, before, dropped),
    };
  });
}

function bytesOf({ passings, errors }: Place, at: Vantage): Story['bytes'] {
  return bytesUnder(
    at,
    [...passings, ...errors].map(({ packet }) => packet),
  );
}
