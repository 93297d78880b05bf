/** Finds the times in which nothing happened, and what ended them. */
import type { GapEnd } from './geometry.ts';
import type { Instants, Pane } from './instants.ts';
import type { Repeat } from './repeats.ts';

/** While a packet is on its way there is no silence; unless it is held up for longer than a retransmission waits at first (RFC 6298 section 2). */
const longestFlightNs = 1e9;
/** The kernel's trace may report a retransmission this much before the capture shows it. */
const traceNs = 2_000_000;

/** The instants before which nothing happened for longer than `idleNs` in any pane. */
export function findSilences(panes: readonly Pane[], { ns, ends }: Instants, idleNs: number): number[] {
  const silences: number[] = [];
  let busyUntilNs = -Infinity;
  for (let at = 1; at < ns.length; at += 1) {
    panes.forEach(({ moments, originNs }, pane) => {
      const end = ends[pane]![at - 1]!;
      for (let each = ends[pane]![at - 2] ?? 0; each < end; each += 1) {
        const { event, edge } = moments[each]!;
        if (event.kind !== 'packet' || edge !== 'departure' || event.arrivedNs === null) continue;
        if (event.arrivedNs - event.atNs > longestFlightNs) continue;
        busyUntilNs = Math.max(busyUntilNs, event.arrivedNs - originNs);
      }
    });
    if (ns[at]! - ns[at - 1]! > idleNs && busyUntilNs <= ns[at - 1]!) silences.push(at);
  }
  return silences;
}

/** What ended a silence of a pane at `ns`, if it was a timer of the kernel's that sent something. `from`: the pane's first moment after it. */
export function endOfSilence(
  { moments, originNs }: Pane,
  { from, ns, pane }: { readonly from: number; readonly ns: number; readonly pane: number },
  repeats: ReadonlyMap<unknown, Repeat>,
): GapEnd | null {
  const untilNs = ns + originNs + traceNs;
  for (let at = from; at < moments.length && moments[at]!.atNs <= untilNs; at += 1) {
    const { event, edge } = moments[at]!;
    if (event.kind === 'kernel' || event.kind === 'state' || edge === 'return') continue;
    // it follows from a packet, and wherever it was put, it is no cause of one
    if (event.kind === 'call' && event.how === 'inferred') continue;
    if (event.kind !== 'packet' || edge !== 'departure') return null;
    const repeat = repeats.get(event);
    const sinceNs = repeat === undefined ? null : event.atNs - repeat.lastNs;
    if (event.type === 'KEEPALIVE')
      return { kind: 'keepalive', event, pane, number: (repeat?.times ?? 0) + 1, sinceNs };
    if (event.retransmission === 0) return null;
    return { kind: 'retransmission', event, pane, number: event.retransmission, sinceNs };
  }
  return null;
}
