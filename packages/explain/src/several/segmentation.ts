/**
 * Segments that a network card cut after the capture saw them, or joined before it did: one large one here, its parts there.
 *
 *     on the sender   [ 0 ............... 4344 )
 *     elsewhere       [ 0 1448 )[ 1448 2896 )[ 2896 4344 )
 */
import type { Passing } from './sighting.ts';

/** A large segment and those of the other capture that make it up, in order. */
export interface Cut {
  readonly whole: number;
  readonly parts: readonly number[];
}

/** Packets of a capture, and the places in the list of those that are in no other. */
interface Leftover {
  readonly list: readonly Passing[];
  readonly left: Iterable<number>;
}

/** The number behind a segment's payload. */
export function endOf({ packet }: Pick<Passing, 'packet'>): number {
  return (packet.seq + packet.lengthBytes) >>> 0;
}

/** Finds, among the packets `whole` and `part` that are in one list only, large ones of the first whose bytes are all in the second. */
export function findCuts(whole: Leftover, part: Leftover): readonly Cut[] {
  const cuts: Cut[] = [];
  const free = new Set(part.left);
  for (const at of whole.left) {
    const { from, packet } = whole.list[at]!;
    if (packet.lengthBytes < 2) continue;
    const parts: number[] = [];
    let next = packet.seq;
    const end = endOf(whole.list[at]!);
    for (const each of free) {
      const candidate = part.list[each]!;
      if (candidate.from !== from || candidate.packet.seq !== next || candidate.packet.lengthBytes === 0)
        continue;
      if (((end - endOf(candidate)) | 0) < 0) continue;
      parts.push(each);
      next = endOf(candidate);
    }
    if (next !== end || parts.length < 2) continue;
    for (const each of parts) free.delete(each);
    cuts.push({ whole: at, parts });
  }
  return cuts;
}

/** The same where some parts are missing: those that are there, none of them the whole, and no two with the same bytes. */
export function findPartialCuts(whole: Leftover, part: Leftover): readonly Cut[] {
  const cuts: Cut[] = [];
  const free = new Set(part.left);
  for (const at of whole.left) {
    const { from, packet } = whole.list[at]!;
    if (packet.lengthBytes < 2) continue;
    const offset = (each: number): number => (part.list[each]!.packet.seq - packet.seq) | 0;
    const within = [...free]
      .filter((each) => {
        const { from: by, packet: candidate } = part.list[each]!;
        const end = offset(each) + candidate.lengthBytes;
        const smaller = candidate.lengthBytes > 0 && candidate.lengthBytes < packet.lengthBytes;
        return by === from && smaller && offset(each) >= 0 && end <= packet.lengthBytes;
      })
      .sort((a, b) => offset(a) - offset(b));
    let behind = 0;
    const parts = within.filter((each) => {
      if (offset(each) < behind) return false;
      behind = offset(each) + part.list[each]!.packet.lengthBytes;
      return true;
    });
    if (parts.length === 0) continue;
    for (const each of parts) free.delete(each);
    cuts.push({ whole: at, parts });
  }
  return cuts;
}
