/** Pieces of segments that were cut or joined on the way. */
import { TcpFlag } from '@halfopen/wire';
import { type OpenJourney, passing } from './open-journey.ts';
import { endOf } from './segmentation.ts';
import type { Passing } from './sighting.ts';

const LAST_ONLY: number = TcpFlag.FIN | TcpFlag.PSH;

/** That part of a journey which a place saw as a segment of its own. */
export function piece(journey: OpenJourney, part: Passing, place: number): OpenJourney {
  const seen = journey.seen.map((each) => overlapping(each, part));
  return passing({ name: part, seen }, place, [part]);
}

/** Pieces of a segment in order of their sequence numbers. */
export function inOrder({ packet: whole }: Passing, pieces: readonly OpenJourney[]): readonly OpenJourney[] {
  const offset = ({ name }: OpenJourney): number => (name.packet.seq - whole.seq) | 0;
  return pieces.toSorted((a, b) => offset(a) - offset(b));
}

/** The journeys as one, `null`: they were not seen at the same places. */
export function join(journeys: readonly OpenJourney[], whole: Passing, place: number): OpenJourney | null {
  const [first] = journeys as readonly [OpenJourney];
  const alike = journeys.every(({ seen }) =>
    seen.every((each, at) => each.length > 0 === first.seen[at]!.length > 0),
  );
  if (!alike) return null;
  const seen = first.seen.map((_, at) => [...new Set(journeys.flatMap((each) => each.seen[at]!))]);
  return passing({ name: whole, seen }, place, [whole]);
}

/** Those passings that have some of a segment's bytes. */
export function overlapping(passings: readonly Passing[], segment: Passing): readonly Passing[] {
  return passings.filter(
    (each) => ((endOf(each) - segment.packet.seq) | 0) > 0 && ((endOf(segment) - each.packet.seq) | 0) > 0,
  );
}

/** The stretches of a segment that its parts, in order, do not cover. */
export function gapsIn(whole: Passing, parts: readonly Passing[]): readonly Passing[] {
  const gaps: Passing[] = [];
  const add = (from: number, to: number): void => {
    const lengthBytes = (to - from) | 0;
    if (lengthBytes <= 0) return;
    const flags = to === endOf(whole) ? whole.packet.flags : whole.packet.flags & ~LAST_ONLY;
    // what the whole is called by is no name for a part of it
    gaps.push({ ...whole, packet: { ...whole.packet, seq: from, lengthBytes, flags, ipId: 0 } });
  };
  let next = whole.packet.seq;
  for (const part of parts) {
    add(next, part.packet.seq);
    next = endOf(part);
  }
  add(next, endOf(whole));
  return gaps;
}
