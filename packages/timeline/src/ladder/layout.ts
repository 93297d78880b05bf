/** From events to the geometry of their ladder. */
import type { Side } from '@halfopen/catalogue';
import type { TimelineEvent } from '../events.ts';
import { momentsOf } from '../merge.ts';
import { endCalls, joinCalls } from './calls.ts';
import { gatherEnds } from './ends.ts';
import { foldExchanges } from './exchange.ts';
import { foldRuns } from './fold.ts';
import { markGaps } from './gaps.ts';
import type { Ladder } from './geometry.ts';
import { orderRows } from './order.ts';
import { layTracks } from './tracks.ts';

/** How a ladder is laid out. */
export interface LadderOptions {
  /** A line above the ladder. */
  readonly title?: string;
  /** Lane heads. Default `client` and `server`. */
  readonly names?: Readonly<Record<Side, string>>;
  /** Nothing for longer than this becomes one row, in milliseconds. Default 150; `null`: never. */
  readonly idleMs?: number | null;
  /** Whether runs of like rows, and long exchanges in which nothing goes wrong, are folded. Default `true`. */
  readonly fold?: boolean;
  /** Whether packets show their frame numbers in the captures at both ends, or in one between them. Default `false`. */
  readonly frames?: boolean;
}

const defaultIdleMs = 150;

/** Lays out the ladder of one connection. The events may come in any order. Same events, same ladder. */
export function layoutLadder(events: readonly TimelineEvent[], options: LadderOptions = {}): Ladder {
  const moments = momentsOf(events);
  const idleMs = options.idleMs === undefined ? defaultIdleMs : options.idleMs;
  const slots = { client: gatherEnds('client', moments), server: gatherEnds('server', moments) };
  const longNs = (idleMs ?? defaultIdleMs) * 1e6;
  const ordered = endCalls(joinCalls(orderRows(slots, moments), longNs));
  const packets = events.filter((event) => event.kind === 'packet');
  const routerWatched = packets.some(({ middleNs }) => middleNs !== null);
  const captures = new Set(packets.flatMap(({ frames }) => Object.keys(frames))).size;
  const { rows, tracks } = layTracks(ordered, {
    routerWatched,
    captures,
    numbered: options.frames === true,
  });
  const folded = options.fold === false ? rows : foldExchanges(foldRuns(rows), longNs);
  return {
    title: options.title ?? null,
    names: options.names ?? { client: 'client', server: 'server' },
    startNs: moments[0]?.atNs ?? 0,
    rows: idleMs === null ? folded : markGaps(folded, idleMs * 1e6),
    tracks,
  };
}
