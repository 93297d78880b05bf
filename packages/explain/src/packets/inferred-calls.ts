/**
 * The programs' calls on the timeline. A verdict says what they returned; the packets say when, as nearly as they can:
 *
 *     connect 0            from the first SYN to the SYN-ACK that is acknowledged
 *     accept ok            when the handshake's last acknowledgement arrives
 *     recv 0, ECONNRESET   when the FIN, the reset arrives
 *     send ok, close 0     when the data, the FIN or the reset leaves
 *     ETIMEDOUT            with the reset of the kernel that gives up; without one, later than all that was captured
 *     blocked              since the side's last packet
 *
 * A program makes one call after the other: none stands before the one that precedes it. What no packet tells of stands at the end.
 * Of a call that returned later, and of those after it, it is not known when. Where packets were dropped, calls that one of those may
 * have told of are left out.
 * Calls that one packet explains are a nanosecond apart, and as much behind it, so that nobody has to guess which comes first.
 */
import type { Side } from '@halfopen/catalogue';
import type { CallEvent, PacketEvent } from '@halfopen/timeline';
import type { VerdictRecord } from '../record.ts';
import { type CallMoment, entryOf, momentOf, sceneOf } from './call-moments.ts';

function callsOf(
  side: Side,
  packets: readonly PacketEvent[],
  { apps }: VerdictRecord,
  before: number,
): CallEvent[] {
  const scene = sceneOf(packets, side, before);
  const unknownNs = before < Infinity ? null : scene.lastNs;
  const calls: CallEvent[] = [];
  let earliestNs = scene.firstNs;
  let isLater = false;
  let isLeftOut = false;
  for (const record of apps[side]) {
    if (record.on === 'macos') continue;
    const moment: CallMoment = isLater ? 'later' : momentOf(record, scene);
    const enteredNs = isLater ? scene.behindNs : entryOf(record, scene, moment);
    const toldNs = (moment === 'later' ? enteredNs : moment) ?? unknownNs;
    isLater ||= moment === 'later';
    // a packet that told of one call says nothing of a further one, if others were made between that are left out
    isLeftOut ||= toldNs === null;
    if (toldNs === null || (isLeftOut && toldNs < earliestNs)) continue;
    const knownNs = Math.max(toldNs, earliestNs);
    const { call, result } = record;
    calls.push({
      kind: 'call',
      side,
      program: side,
      call,
      args: '',
      atNs: Math.max(Math.min(enteredNs ?? knownNs, knownNs), earliestNs),
      returnedNs: isLater || result === 'blocked' ? null : knownNs,
      result,
      how: 'inferred',
    });
    earliestNs = knownNs + 1;
  }
  return calls;
}

/**
 * What both programs' calls returned, by a verdict, at the times that follow from the connection's packets: the client's calls in
 * their order, then the server's. Without packets there is no time, and no call. `before`: so many stand before those that were dropped.
 */
export function inferredCalls(
  packets: readonly PacketEvent[],
  verdict: VerdictRecord,
  before: number = Infinity,
): CallEvent[] {
  if (packets.length === 0) return [];
  return (['client', 'server'] as const).flatMap((side) => callsOf(side, packets, verdict, before));
}
