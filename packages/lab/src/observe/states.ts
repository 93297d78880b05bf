/**
 * States of both ends from two sources. The kernel trace is exact in time, but blind to requests in SYN-RECEIVED and to
 * the mini-sockets that TIME-WAIT (and FIN-WAIT-2 of a closed socket) leaves: it says CLOSED there. The watch asks
 * every few milliseconds and sees all of them, somewhat late.
 *
 *     trace   SYN-SENT  ESTABLISHED  FIN-WAIT-1  FIN-WAIT-2  CLOSED
 *     watch     SYN-SENT  ESTABLISHED   FIN-WAIT-1             TIME-WAIT
 *     merged  SYN-SENT  ESTABLISHED  FIN-WAIT-1  FIN-WAIT-2  TIME-WAIT
 */
import type { Side, TcpState } from '@halfopen/catalogue';
import type { StateEvent } from '@halfopen/timeline';

/** A state one of the sources reported. */
export interface StateSighting {
  readonly side: Side;
  readonly atNs: number;
  readonly state: TcpState;
}

/** Times at which a packet was seen at each end, ascending: what states change for. */
export type PacketTimes = Readonly<Record<Side, readonly number[]>>;

/** The watch is at most this late on a busy machine. */
const WATCH_LAG_NS = 30_000_000;

function isMiniSocket(state: TcpState): boolean {
  return state === 'TIME-WAIT' || state === 'FIN-WAIT-2';
}

/** Moves a sighting of the watch back to the packet it must have followed. */
function snap(sighting: StateSighting, times: readonly number[]): StateSighting {
  const cause = times.findLast((at) => at <= sighting.atNs);
  return cause === undefined || sighting.atNs - cause > WATCH_LAG_NS
    ? sighting
    : { ...sighting, atNs: cause };
}

/** What stands for a CLOSED of the trace: the mini-socket's life, if the watch saw one before the trace's next word. */
function afterlife(
  closed: StateSighting,
  nextTracedNs: number,
  watched: readonly StateSighting[],
): readonly StateSighting[] {
  const later = watched.filter(({ atNs }) => atNs > closed.atNs && atNs < nextTracedNs);
  const first = later.findIndex(({ state }) => isMiniSocket(state));
  if (first < 0) return [closed];
  return later.slice(first).filter(({ state }) => isMiniSocket(state) || state === 'CLOSED');
}

function mergeSide(
  traced: readonly StateSighting[],
  watched: readonly StateSighting[],
  times: readonly number[],
): StateSighting[] {
  if (traced.length === 0) return watched.map((sighting) => snap(sighting, times));
  const merged: StateSighting[] = [];
  const firstNs = traced[0]?.atNs ?? 0;
  const request = watched.find(({ state, atNs }) => state === 'SYN-RECEIVED' && atNs < firstNs);
  if (request !== undefined) merged.push(snap(request, times));
  traced.forEach((sighting, index) => {
    // The trace names SYN-RECEIVED when the third segment ends it, not when the first began it.
    if (sighting.state === 'SYN-RECEIVED') return;
    if (sighting.state !== 'CLOSED') merged.push(sighting);
    else
      merged.push(
        ...afterlife(sighting, traced[index + 1]?.atNs ?? Infinity, watched).map((seen) =>
          seen === sighting ? seen : snap(seen, times),
        ),
      );
  });
  return merged;
}

function withoutRepeats(sightings: readonly StateSighting[]): StateSighting[] {
  return sightings.filter((sighting, index) => sightings[index - 1]?.state !== sighting.state);
}

/** One list of state changes, both sides, in order. */
export function mergeStates(
  traced: readonly StateSighting[],
  watched: readonly StateSighting[],
  times: PacketTimes,
): StateEvent[] {
  return (['client', 'server'] as const)
    .flatMap((side) => {
      const ofSide = (sightings: readonly StateSighting[]): StateSighting[] =>
        sightings.filter((sighting) => sighting.side === side);
      return withoutRepeats(mergeSide(ofSide(traced), ofSide(watched), times[side]));
    })
    .sort((a, b) => a.atNs - b.atNs)
    .map((sighting) => ({ kind: 'state', how: 'observed', ...sighting }));
}
