/** Decides where each lane stands and how wide it is: as wide as its text wants, as long as there is room. */
import type { Side } from '@halfopen/catalogue';
import type { Ladder } from '../geometry.ts';
import type { Glyphs } from './glyphs.ts';
import { callSizes, callWish, stateWidth, wireSizes, wireWish, type Wish } from './measure.ts';
import { timesInOneColumn, timesOfEnds, type TimeTexts } from './times.ts';
import type { WireLane } from './wire.ts';

/** A lane of text: from `left`, so many columns. */
export interface TextLane {
  readonly left: number;
  readonly width: number;
}

/** A lane of times, and how many columns are free between it and the next lane. */
export interface TimeLane extends TextLane {
  readonly beside: number;
}

/** Where everything stands. */
export interface Columns {
  readonly width: number;
  /** One for each row of the ladder. */
  readonly timeTexts: readonly TimeTexts[];
  readonly wire: WireLane;
  /** `null` where there is no such lane: states stand with the calls, and one column of times is enough. */
  readonly times: Readonly<Record<Side, TimeLane | null>>;
  readonly states: Readonly<Record<Side, TextLane | null>>;
  readonly calls: Readonly<Record<Side, TextLane>>;
}

/** Five lanes, or three: with states among the calls. */
export type LaneDrawing = 'five lanes' | 'three lanes';

/** Measures the ladder and shares out `width` columns. */
export function planColumns(ladder: Ladder, width: number, drawing: LaneDrawing, glyphs: Glyphs): Columns {
  const rows = ladder.rows.filter((row) => row.kind === 'event');
  const five = drawing === 'five lanes';
  const decimals = five ? 4 : 3;
  const timeTexts = five ? timesOfEnds(ladder, decimals, glyphs) : timesInOneColumn(ladder, decimals, glyphs);
  const time = timeTexts.reduce(
    (most, { client, server }) => Math.max(most, client.length, server.length),
    0,
  );
  const state = { client: stateWidth(rows, 'client'), server: stateWidth(rows, 'server') };
  const apart = five ? 2 : 1;
  const stateLane = (side: Side): number => (five && state[side] > 0 ? state[side] + 2 : 0);
  // Both lifelines, with a space outside each.
  const fixed = 4 + (five ? 2 : 1) * (time + apart) + stateLane('client') + stateLane('server');

  const wires = wireWish(rows, ladder.tracks);
  const callWishOf = (side: Side): Wish => {
    // With three lanes the state stands below the call, behind a mark.
    const below = five ? 0 : state[side] + 2;
    return callWish(rows, side, below, ladder.names[side].length - stateLane(side), glyphs);
  };
  const wishes = { client: callWishOf('client'), wire: wires, server: callWishOf('server') };
  const shares = shareOut(wishes, width - fixed);

  let left = time + apart;
  const place = (size: number, gap: number): TextLane => {
    const lane = { left, width: size };
    left += size + gap;
    return lane;
  };
  const clientState = stateLane('client') > 0 ? place(state.client, 2) : null;
  const clientCall = place(shares.client, 2);
  const wireLane = place(shares.wire, 2);
  const serverCall = place(shares.server, apart);
  const serverState = stateLane('server') > 0 ? place(state.server, 2) : null;
  return {
    width,
    timeTexts,
    wire: { ...wireLane, tracks: ladder.tracks, numbers: wires.numbered <= shares.wire },
    times: {
      client: { left: 0, width: time, beside: apart },
      server: five ? { left, width: time, beside: apart } : null,
    },
    states: { client: clientState, server: serverState },
    calls: { client: clientCall, server: serverCall },
  };
}

type Part = Side | 'wire';

function shareOut(wishes: Readonly<Record<Part, Wish>>, room: number): Readonly<Record<Part, number>> {
  const got = { client: wishes.client.wished, wire: wishes.wire.wished, server: wishes.server.wished };
  const over = (): number => got.client + got.wire + got.server - room;
  const shrinkCalls = (floor: number): void => {
    const least = {
      client: Math.max(floor, wishes.client.least),
      server: Math.max(floor, wishes.server.least),
    };
    while (over() > 0) {
      const wider = got.client - least.client >= got.server - least.server ? 'client' : 'server';
      if (got[wider] <= least[wider]) return;
      got[wider] -= 1;
    }
  };
  const shrinkWire = (floor: number): void => {
    while (over() > 0 && got.wire > floor) got.wire -= 1;
  };
  for (const side of ['client', 'server'] as const) {
    while (over() > 0 && got[side] > wishes[side].content) got[side] -= 1;
  }
  shrinkCalls(callSizes.usual);
  shrinkWire(Math.max(wireSizes.small, wishes.wire.least));
  shrinkCalls(callSizes.small);
  shrinkWire(wishes.wire.content);
  shrinkCalls(callSizes.least);
  shrinkWire(wireSizes.least);
  while (over() > 0) got[got.client >= got.server ? 'client' : 'server'] -= 1;
  got.wire = Math.max(got.wire, Math.min(wishes.wire.most, got.wire - over()));
  return got;
}
