/**
 * Finds the sightings that are of one connection. Addresses and ports may differ, since a NAT may stand between two captures;
 * sequence numbers do not:
 *
 *     both initial sequence numbers ─▶ the same connection, whatever its addresses
 *     one of them, and one end that is the same ─▶ the same
 *     neither (the capture starts mid-stream) ─▶ the same if segments are: one on the same ends, several on others
 *
 * Ports alone are never enough: they are used again.
 */
import type { FlowEnd } from '../track/tracker.ts';
import { senderOf, type Sighting } from './sighting.ts';

/** A sighting within its connection. */
export interface Member {
  readonly sighting: Sighting;
  /** It has client and server the wrong way round: its capture did not see who began. */
  readonly flipped: boolean;
  /** A NAT that forgot the connection let these segments pass untranslated: on other ends than the rest in the same capture. */
  readonly leaked: boolean;
}

/** The sightings of one connection, in the order in which they were found. The first one gives the sides their names. */
export type Group = readonly Member[];

/** So many segments of a sighting whose ends are others must be the same. */
const SEGMENTS_THROUGH_NAT = 3;

function endText({ address, port }: FlowEnd): string {
  return `${address} ${port}`;
}

/** Names under which a sighting is found again by its initial sequence numbers. */
function numberNames({ facts, record }: Sighting): readonly string[] {
  const client = facts.client.isnKnown === 1 && record.clientKnown ? facts.client.isn : null;
  const server = facts.server.isnKnown === 1 && record.clientKnown ? facts.server.isn : null;
  const names: string[] = [];
  if (client !== null && server !== null) names.push(`${client} ${server}`);
  for (const end of [record.client, record.server]) {
    if (client !== null) names.push(`client ${client} ${endText(end)}`);
    if (server !== null) names.push(`server ${server} ${endText(end)}`);
  }
  return names;
}

function sameNumbers(a: Sighting, b: Sighting): boolean {
  return (['client', 'server'] as const).every((side) => {
    const one = a.facts[side];
    const other = b.facts[side];
    return one.isnKnown === 0 || other.isnKnown === 0 || one.isn === other.isn;
  });
}

function sameEnds(a: Sighting, b: Sighting): boolean {
  const ends = [endText(b.record.client), endText(b.record.server)];
  return ends.includes(endText(a.record.client)) && ends.includes(endText(a.record.server));
}

/** Names of the segments of a sighting; with acknowledgement number, length and payload no two are likely to share one. */
function segmentNames({ packets }: Sighting): Map<string, number> {
  const names = new Map<string, number>();
  for (const [at, { seq, ack, lengthBytes, payloadHash, flags }] of packets.entries()) {
    if (flags >= 0 && ack !== 0) names.set(`${seq} ${ack} ${lengthBytes} ${payloadHash}`, at);
  }
  return names;
}

/** Sorts sightings, in order of their captures, into connections. */
export function matchSightings(sightings: readonly Sighting[]): readonly Group[] {
  const groups: Member[][] = [];
  const byNumbers = new Map<string, Member[]>();
  const loose: Member[][] = [];
  for (const sighting of sightings) {
    const names = numberNames(sighting);
    const known = names
      .map((name) => byNumbers.get(name))
      .find((group) => group !== undefined && sameNumbers(group[0]!.sighting, sighting));
    const group = known ?? [];
    group.push({ sighting, flipped: false, leaked: false });
    for (const name of names) byNumbers.set(name, group);
    if (known !== undefined) continue;
    groups.push(group);
    if (!sighting.record.clientKnown) loose.push(group);
  }
  if (loose.length === 0) return groups;
  const gone = joinLoose(groups, loose);
  return groups.filter((group) => !gone.has(group));
}

/** Joins groups that began mid-stream to those that hold the same segments. Returns the groups that went into others. */
function joinLoose(groups: readonly Member[][], loose: readonly Member[][]): ReadonlySet<Member[]> {
  const bySegment = new Map<string, Member[][]>();
  for (const group of groups) {
    for (const { sighting } of group) {
      for (const name of segmentNames(sighting).keys()) {
        const holders = bySegment.get(name);
        if (holders === undefined) bySegment.set(name, [group]);
        else if (!holders.includes(group)) holders.push(group);
      }
    }
  }
  const gone = new Set<Member[]>();
  for (const group of loose) {
    const [{ sighting }] = group as [Member];
    const shared = new Map<Member[], number>();
    for (const name of segmentNames(sighting).keys()) {
      for (const holder of bySegment.get(name) ?? []) {
        if (holder !== group && !gone.has(holder)) shared.set(holder, (shared.get(holder) ?? 0) + 1);
      }
    }
    const [best] = [...shared].sort((a, b) => b[1] - a[1]);
    if (best === undefined) continue;
    const [holder, count] = best;
    const onSameEnds = holder.some((member) => sameEnds(member.sighting, sighting));
    if (!onSameEnds && count < SEGMENTS_THROUGH_NAT) continue;
    const beside = holder.find((member) => member.sighting.capture === sighting.capture);
    // the same ends twice in one capture are two connections
    if (beside !== undefined && (sameEnds(beside.sighting, sighting) || !onSameEnds)) continue;
    holder.push({ sighting, flipped: isFlipped(sighting, holder), leaked: beside !== undefined });
    gone.add(group);
  }
  return gone;
}

/** Whether a sighting calls the client what the group calls the server. */
function isFlipped(sighting: Sighting, group: Group): boolean {
  const mine = segmentNames(sighting);
  for (const { sighting: theirs, flipped } of group) {
    for (const [name, at] of segmentNames(theirs)) {
      const same = mine.get(name);
      if (same !== undefined)
        return (
          senderOf(sighting, sighting.packets[same]!, false) !==
          senderOf(theirs, theirs.packets[at]!, flipped)
        );
    }
  }
  return false;
}
