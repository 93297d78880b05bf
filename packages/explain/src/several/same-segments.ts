/** Joins sightings that begin mid-stream to those that hold the same segments. */
import { endText, sameEnds } from './ends.ts';
import type { Group, Member } from './matching.ts';
import { senderOf, type Sighting } from './sighting.ts';

/** So many segments of a sighting whose ends are others must be the same. */
const THROUGH_NAT = 3;

/** Names of the segments of a sighting; with acknowledgement number, length and payload no two are likely to share one. */
function segmentNames({ packets }: Sighting): Map<string, number> {
  const names = new Map<string, number>();
  for (const [at, { seq, ack, lengthBytes, payloadHash, flags }] of packets.entries()) {
    if (flags >= 0 && ack !== 0) names.set(`${seq} ${ack} ${lengthBytes} ${payloadHash}`, at);
  }
  return names;
}

/**
 * Segments by name; on the same ends the payload need not be the same, since one capture may have kept less of it. `wanted`: only
 * segments with these sequence numbers.
 */
function namesFor({ record, packets }: Sighting, wanted: ReadonlySet<number>): ReadonlySet<string> {
  const ends = [endText(record.client), endText(record.server)].toSorted().join(' ');
  const names = new Set<string>();
  for (const { seq, ack, lengthBytes, payloadHash, flags } of packets) {
    if (flags < 0 || ack === 0 || !wanted.has(seq)) continue;
    names.add(`${ends} ${seq} ${ack} ${lengthBytes}`).add(`${seq} ${ack} ${lengthBytes} ${payloadHash}`);
  }
  return names;
}

/** Whether a sighting calls the client what the group calls the server. */
function isFlipped(sighting: Sighting, group: Group): boolean {
  const [{ sighting: named }] = group as readonly [Member];
  if (sameEnds(named, sighting)) return endText(named.record.client) !== endText(sighting.record.client);
  const mine = segmentNames(sighting);
  for (const { sighting: theirs, flipped } of group) {
    for (const [name, at] of segmentNames(theirs)) {
      const same = mine.get(name);
      if (same === undefined) continue;
      return (
        senderOf(sighting, sighting.packets[same]!, false) !== senderOf(theirs, theirs.packets[at]!, flipped)
      );
    }
  }
  return false;
}

/** The group that shares most segments with a sighting, and how many; `null`: none does, or no single one. */
function mostShared(
  sighting: Sighting,
  holders: ReadonlyMap<string, readonly Member[][]>,
  not: ReadonlySet<Member[]>,
  wanted: ReadonlySet<number>,
): readonly [Member[], number] | null {
  const shared = new Map<Member[], number>();
  for (const name of namesFor(sighting, wanted)) {
    for (const holder of holders.get(name) ?? [])
      if (!not.has(holder)) shared.set(holder, (shared.get(holder) ?? 0) + 1);
  }
  const [best, next] = [...shared].sort((a, b) => b[1] - a[1]);
  return best === undefined || best[1] === next?.[1] ? null : best;
}

/** The groups, with those that saw no beginning joined to others. */
export function joinBySegments(groups: readonly Member[][]): readonly Group[] {
  const loose = groups.filter((group) => group.length === 1 && !group[0]!.sighting.record.clientKnown);
  if (loose.length === 0) return groups;
  const wanted = new Set(loose.flatMap(([member]) => member!.sighting.packets.map(({ seq }) => seq)));
  const holders = new Map<string, Member[][]>();
  for (const group of groups) {
    for (const name of new Set(group.flatMap(({ sighting }) => [...namesFor(sighting, wanted)]))) {
      holders.set(name, [...(holders.get(name) ?? []), group]);
    }
  }
  const gone = new Set<Member[]>();
  for (const group of loose) {
    const [{ sighting }] = group as [Member];
    const best = mostShared(sighting, holders, new Set([...gone, group]), wanted);
    if (best === null) continue;
    const [holder, count] = best;
    const onSameEnds = holder.some((member) => sameEnds(member.sighting, sighting));
    if (!onSameEnds && count < THROUGH_NAT) continue;
    const beside = holder.find((member) => member.sighting.capture === sighting.capture);
    // the same ends twice in one capture are two connections
    if (beside !== undefined && (sameEnds(beside.sighting, sighting) || !onSameEnds)) continue;
    holder.push({ sighting, flipped: isFlipped(sighting, holder), leaked: beside !== undefined });
    gone.add(group);
  }
  return groups.filter((group) => !gone.has(group));
}
