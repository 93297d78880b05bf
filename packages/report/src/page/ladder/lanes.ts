/**
 * Where the lanes of a ladder stand, for a width in px.
 *
 *     | time | client state | client calls |        wire        | server calls | server state |
 *     | time |                        wire, labels on it                                      |   narrow
 */

/** The horizontal measures of one pane. */
export interface Lanes {
  readonly left: number;
  readonly width: number;
  readonly timeRight: number;
  /** Inner edges of the lanes of states: their bands stand there. */
  readonly clientState: number;
  readonly serverState: number;
  /** The two lifelines. */
  readonly client: number;
  readonly server: number;
  /** Characters that a label has room for: of the client's calls, of the server's, of states, on the wire. */
  readonly clientRoom: number;
  readonly serverRoom: number;
  readonly stateRoom: number;
  readonly wireRoom: number;
  readonly narrow: boolean;
}

/** Below this width the lanes at the sides have no room. */
export const NARROW_PX = 760;
const TIME_PX = 66;
const STATE_PX = 104;
const LEAST_WIRE_PX = 236;
const LEAST_CALLS_PX = 16;
const MOST_CALLS_PX = 310;
const CHARACTER_PX = 6.3;

/** Room for labels of calls, beside the wire: as much as the longest needs. */
function wantedPx(longestCall: number): number {
  return longestCall === 0
    ? LEAST_CALLS_PX
    : Math.min(MOST_CALLS_PX, Math.max(110, longestCall * CHARACTER_PX + 28));
}

function roomIn(px: number): number {
  return Math.max(0, Math.floor((px - 18) / CHARACTER_PX));
}

/**
 * The lanes of a pane that begins at `left`. `narrow`: as the diagram was laid out; `longest`: characters of the longest label of a call
 * at each side.
 */
export function lanesOf(
  left: number,
  width: number,
  narrow: boolean,
  longest: { readonly client: number; readonly server: number },
): Lanes {
  const timeRight = left + (narrow ? 54 : TIME_PX);
  const right = left + width - (narrow ? 14 : 8);
  if (narrow) {
    const client = timeRight + 16;
    const server = right - 8;
    const room = Math.floor((server - client - 40) / CHARACTER_PX);
    const rooms = { clientRoom: room, serverRoom: room, stateRoom: room, wireRoom: room };
    return {
      left,
      width,
      timeRight,
      clientState: client,
      serverState: server,
      client,
      server,
      ...rooms,
      narrow,
    };
  }
  const wanted = { client: wantedPx(longest.client), server: wantedPx(longest.server) };
  const forCalls = right - timeRight - 2 * STATE_PX - LEAST_WIRE_PX;
  const share = Math.min(1, forCalls / (wanted.client + wanted.server));
  const clientState = timeRight + 12;
  const serverState = right - 6;
  const client = clientState + STATE_PX + wanted.client * share;
  const server = serverState - STATE_PX - wanted.server * share;
  return {
    left,
    width,
    timeRight,
    clientState,
    serverState,
    client,
    server,
    clientRoom: roomIn(wanted.client * share),
    serverRoom: roomIn(wanted.server * share),
    stateRoom: roomIn(STATE_PX),
    wireRoom: Math.floor((server - client - 30) / CHARACTER_PX),
    narrow,
  };
}
