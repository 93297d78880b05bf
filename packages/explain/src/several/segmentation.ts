/**
 * Segments that a network card cut after the capture saw them, or joined before it did: one large one here, its parts there.
 *
 *     on the sender   [ 0 ............... 4344 )
 *     elsewhere       [ 0 1448 )[ 1448 2896 )[ 2896 4344 )
 */
import type { Passing } from './sighting.ts';

/** A large segment and those of the other capture that make it up. */
export interface Cut {
  readonly whole: number;
  readonly parts: readonly number[];
}

/** Finds, among the packets `wholes` and `parts` that are in one list only, large ones of the first whose bytes are all in the second. */
export function findCuts(
  whole: { readonly list: readonly Passing[]; readonly left: readonly number[] },
  part: { readonly list: readonly Passing[]; readonly left: readonly number[] },
): readonly Cut[] {
  const cuts: Cut[] = [];
  const free = new Set(part.left);
  for (const at of whole.left) {
    const { from, packet } = whole.list[at]!;
    if (packet.lengthBytes < 2) continue;
    const parts: number[] = [];
    let next = packet.seq;
    const end = (packet.seq + packet.lengthBytes) >>> 0;
    for (const each of free) {
      const candidate = part.list[each]!;
      if (candidate.from !== from || candidate.packet.seq !== next || candidate.packet.lengthBytes === 0)
        continue;
      if (((end - (next + candidate.packet.lengthBytes)) | 0) < 0) continue;
      parts.push(each);
      next = (next + candidate.packet.lengthBytes) >>> 0;
    }
    if (next !== end || parts.length < 2) continue;
    for (const each of parts) free.delete(each);
    cuts.push({ whole: at, parts });
  }
  return cuts;
}
