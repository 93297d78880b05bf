/** One clock for all captures: what each one's differs from the first one's, by the connections they share. */
import type { Side } from '@halfopen/catalogue';
import { type ClockOffset, estimateClockOffset } from './clock-offset.ts';

/** The same packet in two captures. */
export interface SharedPacket {
  readonly from: Side;
  /** Time at the second minus time at the first, each by its own clock. */
  readonly differenceNs: number;
  /** What the TTL went down by between them. */
  readonly hops: number;
}

/** What two captures share in one connection. */
export interface SharedPackets {
  readonly first: number;
  readonly second: number;
  /** The first one is nearer to the client. */
  readonly firstNearer: boolean;
  /** A round trip as the first one saw it; `null`: not known. */
  readonly roundTripNs: number | null;
  readonly packets: readonly SharedPacket[];
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/**
 * Which of two captures is nearer to the client, `null`: the packets do not say. A router between them takes one from the TTL;
 * without one, packets to the server are later at the second by as much as packets from it are earlier.
 */
export function isFirstNearer(packets: readonly SharedPacket[]): boolean | null {
  const hops = packets.reduce(
    (sum, { from, hops: down }) => sum + (from === 'client' ? Math.sign(down) : -Math.sign(down)),
    0,
  );
  if (hops !== 0) return hops > 0;
  const differences = (side: Side): readonly number[] =>
    packets.filter(({ from }) => from === side).map(({ differenceNs }) => differenceNs);
  const onward = differences('client');
  const backward = differences('server');
  if (onward.length === 0 || backward.length === 0) return null;
  const roundTrip = medianOf(onward) - medianOf(backward);
  return roundTrip === 0 ? null : roundTrip > 0;
}

/** The offset of each capture's clock from that of the first, in order; `null`: they share nothing, even by way of others. */
export function offsetsOf(
  captures: number,
  shared: readonly SharedPackets[],
): readonly (ClockOffset | null)[] {
  const offsets: (ClockOffset | null)[] = Array.from({ length: captures }, () => null);
  const here: ClockOffset = {
    offsetNs: 0,
    uncertaintyNs: 0,
    from: 'both-ways',
    bound: null,
    onward: 0,
    backward: 0,
  };
  offsets[0] = here;
  for (let reached = true; reached;) {
    reached = false;
    let best: { readonly to: number; readonly by: number; readonly offset: ClockOffset } | null = null;
    for (const [by, known] of offsets.entries()) {
      if (known === null) continue;
      for (const [to, unknown] of offsets.entries()) {
        if (unknown !== null) continue;
        const offset = offsetBetween(by, to, shared);
        if (offset.from === 'nothing') continue;
        if (best === null || offset.onward + offset.backward > best.offset.onward + best.offset.backward)
          best = { to, by, offset };
      }
    }
    if (best === null) break;
    const { to, by, offset } = best;
    const step = offsets[by]!;
    const uncertaintyNs =
      step.uncertaintyNs === null || offset.uncertaintyNs === null
        ? null
        : step.uncertaintyNs + offset.uncertaintyNs;
    offsets[to] = { ...offset, offsetNs: step.offsetNs + offset.offsetNs, uncertaintyNs };
    reached = true;
  }
  return offsets;
}

function offsetBetween(by: number, to: number, shared: readonly SharedPackets[]): ClockOffset {
  const onward: number[] = [];
  const backward: number[] = [];
  let roundTripNs: number | null = null;
  for (const { first, second, firstNearer, packets, roundTripNs: known } of shared) {
    const along = first === by && second === to;
    if (!along && !(first === to && second === by)) continue;
    if (along && known !== null) roundTripNs = Math.min(roundTripNs ?? Infinity, known);
    for (const { from, differenceNs } of packets) {
      const passesFirstFirst = (from === 'client') === firstNearer;
      (passesFirstFirst === along ? onward : backward).push(along ? differenceNs : -differenceNs);
    }
  }
  return estimateClockOffset(onward, backward, roundTripNs);
}
