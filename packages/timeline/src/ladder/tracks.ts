/** Turns draft rows into rows: gives every split packet a track, and every row the tracks that run past it. */
import type { PacketEvent } from '../events.ts';
import type { EventRow, FaultRow, FrameNumber, LadderArrow, LadderEnd, Loss } from './geometry.ts';
import { allLanes, type DraftRow } from './queues.ts';
import type { Slot } from './slot.ts';

/** Rows with their tracks, and how many tracks there are. */
export interface TrackedRows {
  readonly rows: readonly (EventRow | FaultRow)[];
  readonly tracks: number;
}

/** What is known of the captures. */
export interface CaptureHints {
  /** Some capture looked at the router, so that a packet it did not see was lost before it. */
  readonly routerWatched: boolean;
  /** How many captures there are. */
  readonly captures: number;
  /** Frame numbers are to be shown. */
  readonly numbered: boolean;
}

/** Gives packets and rows their tracks. */
export function layTracks(
  drafts: readonly DraftRow[],
  { routerWatched, captures, numbered }: CaptureHints,
): TrackedRows {
  const framesOf = (packet: PacketEvent): readonly FrameNumber[] =>
    numbered ? frameNumbers(packet, captures > 1) : [];
  const live = new Map<number, number>();
  let tracks = 0;
  const rows = drafts.map((draft): EventRow | FaultRow => {
    const passing = (own: number | null): readonly number[] =>
      [...live.values()].filter((track) => track !== own).sort((a, b) => a - b);
    if (draft.apart?.kind === 'fault') return { kind: 'fault', event: draft.apart, passing: passing(null) };
    if (draft.apart !== null) {
      const arrow: LadderArrow = {
        packet: draft.apart,
        piece: 'whole',
        track: null,
        loss: 'somewhere',
        frames: framesOf(draft.apart),
      };
      return { kind: 'event', client: null, server: null, arrow, passing: passing(null) };
    }
    const end = draft.client?.packet ?? draft.server?.packet ?? null;
    const ends = { client: trim(draft.client), server: trim(draft.server) };
    if (end === null) return { kind: 'event', ...ends, arrow: null, passing: passing(null) };

    const packet = end.event;
    const frames = framesOf(packet);
    const whole = draft.client !== null && draft.server !== null;
    if (whole || packet.arrivedNs === null || packet.from === 'middle') {
      const loss = packet.arrivedNs === null ? lossOf(packet, routerWatched) : null;
      const arrow: LadderArrow = { packet, piece: 'whole', track: null, loss, frames };
      return { kind: 'event', ...ends, arrow, passing: passing(null) };
    }
    const known = live.get(end.index);
    const track = known ?? lowestFree([...live.values()]);
    const piece = end.arrived ? 'arrival' : 'departure';
    // A clock that runs behind can put the arrival first: whichever half comes first opens the track.
    if (known === undefined) live.set(end.index, track);
    else live.delete(end.index);
    tracks = Math.max(tracks, track + 1);
    return {
      kind: 'event',
      ...ends,
      arrow: { packet, piece, track, loss: null, frames },
      passing: passing(track),
    };
  });
  return { rows, tracks };
}

/** What passed both ends needs no number from between them. */
function frameNumbers({ frames }: PacketEvent, several: boolean): readonly FrameNumber[] {
  const throughout = frames.client !== undefined && frames.server !== undefined;
  return allLanes
    .filter((lane) => lane !== 'middle' || !throughout)
    .flatMap((lane) => {
      const number = frames[lane];
      return number === undefined ? [] : [{ number, of: several ? lane : null }];
    });
}

function lowestFree(taken: readonly number[]): number {
  let track = 0;
  while (taken.includes(track)) track += 1;
  return track;
}

/** Where a packet that did not arrive was lost. */
export function lossOf(packet: PacketEvent, routerWatched: boolean): Loss {
  if (packet.middleNs !== null) return 'after-router';
  return routerWatched ? 'before-router' : 'somewhere';
}

function trim(slot: Slot | null): LadderEnd | null {
  if (slot === null) return null;
  const { atNs, call, state, kernel } = slot;
  return { atNs: Number.isFinite(atNs) ? atNs : null, call, state, kernel };
}
