/**
 * The programs' calls on the timeline. A verdict says what they returned; the packets say when, as nearly as they can:
 *
 *     connect 0            from the first SYN to the SYN-ACK that is acknowledged
 *     accept ok            when the handshake's last acknowledgement arrives
 *     recv 0, ECONNRESET   when the FIN, the reset arrives
 *     send ok, close 0     when the data, the FIN or the reset leaves
 *     ETIMEDOUT            with the reset of the kernel that gives up, or at the end of what is known
 *     blocked              since the side's last packet
 *
 * A program makes one call after the other: none stands before the one that precedes it. What no packet tells of stands at the end.
 * Calls that one packet explains are a nanosecond apart, and as much behind it, so that nobody has to guess which comes first.
 */
import type { Side } from '@halfopen/catalogue';
import type { CallEvent, PacketEvent } from '@halfopen/timeline';
import type { VerdictRecord } from '../record.ts';
import { entryOf, momentOf, sceneOf } from './call-moments.ts';

function callsOf(side: Side, packets: readonly PacketEvent[], { apps }: VerdictRecord): CallEvent[] {
  const scene = sceneOf(packets, side);
  const calls: CallEvent[] = [];
  let earliestNs: number | null = null;
  for (const record of apps[side]) {
    if (record.on === 'macos') continue;
    const momentNs = Math.max(
      momentOf(record, scene, earliestNs) ?? scene.lastNs,
      earliestNs ?? scene.firstNs,
    );
    const { call, result } = record;
    calls.push({
      kind: 'call',
      side,
      program: side,
      call,
      args: '',
      atNs: Math.min(entryOf(record, scene) ?? momentNs, momentNs),
      returnedNs: result === 'blocked' ? null : momentNs,
      result,
      how: 'inferred',
    });
    earliestNs = momentNs + 1;
  }
  return calls;
}

/**
 * What both programs' calls returned, by a verdict, at the times that follow from the connection's packets: the client's calls in
 * their order, then the server's. Without packets there is no time, and no call.
 */
export function inferredCalls(packets: readonly PacketEvent[], verdict: VerdictRecord): CallEvent[] {
  if (packets.length === 0) return [];
  return [...callsOf('client', packets, verdict), ...callsOf('server', packets, verdict)];
}
