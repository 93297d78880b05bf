/** What two places have in common: their clocks and their order follow from it. */
import { align, certainPairs, type Pair } from './alignment.ts';
import type { SharedPacket } from './clocks.ts';
import type { Place } from './places.ts';
import type { Passing } from './sighting.ts';

type Seen = Pick<Place, 'passings' | 'errors'>;

/** Of lookalikes, such as SYN-ACKs, it is less certain which is which; where they alone tell of one direction they count. */
function samePassings(first: readonly Passing[], second: readonly Passing[]): readonly Pair[] {
  const certain = certainPairs(first, second);
  const known = new Set(certain.map(([a]) => first[a]!.from));
  return known.size === 1 ? align(first, second).pairs : certain;
}

function sharedPacket(here: Passing, there: Passing): SharedPacket {
  return {
    from: here.from,
    differenceNs: there.atNs - here.atNs,
    hops: here.packet.ttl - there.packet.ttl,
  };
}

/** The packets and ICMP errors that two places share. */
export function sharedBy(first: Seen, second: Seen): readonly SharedPacket[] {
  const packets = samePassings(first.passings, second.passings).map(([a, b]) =>
    sharedPacket(first.passings[a]!, second.passings[b]!),
  );
  const errors = certainPairs(first.errors, second.errors).map(([a, b]) =>
    sharedPacket(first.errors[a]!, second.errors[b]!),
  );
  return [...packets, ...errors];
}
