/** Groups sightings by initial sequence numbers. */
import type { SideFacts } from '../facts/side-facts.ts';
import type { EndpointRecord } from '../record.ts';
import { endText, sameEnds } from './ends.ts';
import type { Member } from './matching.ts';
import type { Sighting } from './sighting.ts';

/** Two legs of one connection in one capture begin within this time. */
const LEG_NS = 50_000_000n;

interface Numbered {
  readonly isn: number;
  readonly own: EndpointRecord;
  readonly peer: EndpointRecord;
}

/** The sides whose initial sequence number is known. */
function numberedSides({ facts: { client, server }, record }: Sighting): readonly Numbered[] {
  const sides = [
    { facts: client, own: record.client, peer: record.server },
    { facts: server, own: record.server, peer: record.client },
  ];
  return sides
    .filter(({ facts }) => record.clientKnown && facts.isnKnown === 1)
    .map(({ facts: { isn }, own, peer }) => ({ isn, own, peer }));
}

/** Names that only sightings on the same ends share. */
function closeNames(sighting: Sighting): readonly string[] {
  return numberedSides(sighting).map(({ isn, own, peer }) => `${isn} ${endText(own)} ${endText(peer)}`);
}

/** Names that sightings on translated ends share as well. */
function wideNames(sighting: Sighting): readonly string[] {
  const sides = numberedSides(sighting);
  const names = sides.flatMap(({ isn, own, peer }) => [
    `${isn} from ${endText(own)}`,
    `${isn} to ${endText(peer)}`,
  ]);
  const numbers = sides.map(({ isn }) => isn).toSorted((a, b) => a - b);
  return numbers.length === 2 ? [numbers.join(' '), ...names] : names;
}

function fits(x: SideFacts, y: SideFacts): boolean {
  return x.isnKnown === 0 || y.isnKnown === 0 || x.isn === y.isn;
}

/** Whether two sightings have their sides the other way round; `null`: their numbers contradict each other. */
function turned(a: Sighting, b: Sighting): boolean | null {
  const { client, server } = a.facts;
  if (fits(client, b.facts.client) && fits(server, b.facts.server)) return false;
  return fits(client, b.facts.server) && fits(server, b.facts.client) ? true : null;
}

/** Two sightings of one capture that can be two legs of one connection, before and behind a translation. */
function areLegs(a: Sighting, b: Sighting): boolean {
  const apart = BigInt(a.record.startNs) - BigInt(b.record.startNs);
  return !sameEnds(a, b) && apart <= LEG_NS && apart >= -LEG_NS;
}

/** Names that several connections of one capture have: whoever made their numbers made them all alike. */
function ambiguousNames(groups: readonly (readonly Member[])[]): ReadonlySet<string> {
  const holders = new Map<string, Sighting>();
  const ambiguous = new Set<string>();
  for (const { sighting } of groups.flat()) {
    for (const name of wideNames(sighting)) {
      const key = `${sighting.capture} ${name}`;
      const other = holders.get(key);
      if (other !== undefined && !areLegs(other, sighting)) ambiguous.add(name);
      holders.set(key, sighting);
    }
  }
  return ambiguous;
}

function joins(group: readonly Member[], sighting: Sighting): boolean {
  if (turned(group[0]!.sighting, sighting) === null) return false;
  return group.every(({ sighting: other }) => other.capture !== sighting.capture || areLegs(other, sighting));
}

/** Puts items into the first group that shares a name with them and that they join. */
function grouped(
  items: readonly (readonly Sighting[])[],
  namesOf: (sighting: Sighting) => readonly string[],
): Member[][] {
  const groups: Member[][] = [];
  const byName = new Map<string, Member[][]>();
  for (const sightings of items) {
    const names = sightings.flatMap(namesOf);
    const known = names
      .flatMap((name) => byName.get(name) ?? [])
      .find((group) => sightings.every((sighting) => joins(group, sighting)));
    const group = known ?? [];
    for (const sighting of sightings) {
      const flipped = group.length > 0 && turned(group[0]!.sighting, sighting) === true;
      group.push({ sighting, flipped, leaked: false });
    }
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), group]);
    if (known === undefined) groups.push(group);
  }
  return groups;
}

/** Sightings in groups that have initial sequence numbers in common. */
export function groupByNumbers(sightings: readonly Sighting[]): readonly Member[][] {
  const close = grouped(
    sightings.map((sighting) => [sighting]),
    closeNames,
  );
  const ambiguous = ambiguousNames(close);
  const apart = close.map((group) => group.map(({ sighting }) => sighting));
  return grouped(apart, (sighting) => wideNames(sighting).filter((name) => !ambiguous.has(name)));
}
