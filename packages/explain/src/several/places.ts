/** The places at which a connection was seen, in the order in which the client's packets pass them. */
import type { Side, Vantage } from '@halfopen/catalogue';
import { endingOf, type Ending } from '../judge/ending.ts';
import type { Facts } from '../judge/facts.ts';
import { vantagesToJudgeFrom } from '../judge/vantage.ts';
import type { VantageRecord } from '../record.ts';
import { isFirstNearer } from './clocks.ts';
import type { Group, Member } from './matching.ts';
import { sharedBy } from './shared.ts';
import { type Gathered, type Passing, senderOf } from './sighting.ts';

/** One capture's view of a connection. */
export interface Place {
  readonly capture: number;
  readonly file: string;
  /** What its packets' facts come from; `null`: it saw nothing of the connection, though it might have. */
  readonly main: Member | null;
  /** Segments that a NAT let through untranslated, in the same capture. */
  readonly leaks: readonly Member[];
  /** By the capture's own clock, counted from the same moment for all captures. */
  readonly passings: readonly Passing[];
  /** ICMP errors about its packets, likewise; each goes the way of the packets of the side that it is not for. */
  readonly errors: readonly Passing[];
  readonly dropped: number;
  readonly vantage: VantageRecord;
  /** The vantages that it may be. */
  readonly judgeFrom: readonly Vantage[];
}

const rank: Readonly<Record<VantageRecord['at'], number>> = { client: 0, middle: 1, unknown: 1, server: 2 };

/** Segments and ICMP errors of some members, on their capture's clock. `shiftNs`: what to add to the times in its packets. */
function passingsOf(members: readonly Member[], shiftNs: number): Pick<Place, 'passings' | 'errors'> {
  const all = members
    .flatMap(({ sighting, flipped }) =>
      sighting.packets.map((packet): Passing => {
        const quoted = senderOf(sighting, packet, flipped);
        const from = packet.flags < 0 ? otherSide(quoted) : quoted;
        return { from, atNs: packet.ns + shiftNs, packet };
      }),
    )
    .sort((a, b) => a.atNs - b.atNs);
  return {
    passings: all.filter(({ packet }) => packet.flags >= 0),
    errors: all.filter(({ packet }) => packet.flags < 0),
  };
}

/** The places of a group that saw something, the client's first. */
export function placesOf(
  group: Group,
  captures: readonly Gathered[],
  shifts: readonly number[],
): readonly Place[] {
  const places = group
    .filter(({ leaked }) => !leaked)
    .map((main): Place => {
      const { capture, record, dropped } = main.sighting;
      const leaks = group.filter((member) => member.leaked && member.sighting.capture === capture);
      return {
        capture,
        file: captures[capture]!.file,
        main,
        leaks,
        ...passingsOf([main, ...leaks], shifts[capture]!),
        dropped,
        vantage: main.flipped ? flip(record.vantage) : record.vantage,
        judgeFrom: [],
      };
    });
  return placed(inTravelOrder(places));
}

function flip({ at, how }: VantageRecord): VantageRecord {
  if (how === 'given' || at === 'middle' || at === 'unknown') return { at, how };
  return { at: at === 'client' ? 'server' : 'client', how };
}

function comesBefore(a: Place, b: Place): boolean {
  const nearer = isFirstNearer(sharedBy(a, b));
  if (a.vantage.how === 'given' && b.vantage.how === 'given' && a.vantage.at !== b.vantage.at) {
    return rank[a.vantage.at] < rank[b.vantage.at];
  }
  return nearer ?? rank[a.vantage.at] <= rank[b.vantage.at];
}

function inTravelOrder(places: readonly Place[]): readonly Place[] {
  const ordered: Place[] = [];
  for (const place of places) {
    const at = ordered.findIndex((other) => !comesBefore(other, place));
    ordered.splice(at < 0 ? ordered.length : at, 0, place);
  }
  return ordered;
}

/** Gives places that do not know where they are, or that contradict the order, the vantage that the order suggests. */
function placed(places: readonly Place[]): readonly Place[] {
  const last = places.length - 1;
  return places.map((place, index) => {
    const { at, how } = place.vantage;
    const settled = how === 'given' || places.length === 1;
    const fits = at === 'middle' || (at === 'client' && index === 0) || (at === 'server' && index === last);
    if (settled || fits) return { ...place, judgeFrom: vantagesToJudgeFrom(place.vantage) };
    const first = index === 0 ? 'client' : 'middle';
    const suggested = index === last ? 'server' : first;
    const judgeFrom: readonly Vantage[] = suggested === 'middle' ? ['middle'] : ['middle', suggested];
    return { ...place, vantage: { at: suggested, how: 'timing' }, judgeFrom };
  });
}

/** The facts at a place, with the sides the right way round. */
export function sceneAt({ sighting, flipped }: Member): { readonly facts: Facts; readonly ending: Ending } {
  if (!flipped) return sighting;
  const { client, server, connection, ...rest } = sighting.facts;
  const facts: Facts = {
    ...rest,
    client: server,
    server: client,
    connection: { ...connection, clientSide: 1 - connection.clientSide },
  };
  return { facts, ending: endingOf(facts) };
}

/** The other side. */
export function otherSide(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}
