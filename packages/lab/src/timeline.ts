/** A run's record as timeline events: what the ladder draws and the bundle keeps. */
import type { CallEvent, TimelineEvent } from '@halfopen/timeline';
import type { CallRecord, RunRecord } from './observe/record.ts';

/** Calls that only prepare; they would clutter the picture. */
const unseen: ReadonlySet<string> = new Set(['socket', 'bind', 'listen', 'fcntl']);

function toCallEvent({ side, program, call, args, atNs, returnedNs, result }: CallRecord): CallEvent {
  return { kind: 'call', side, program, call, args, atNs, returnedNs, result };
}

/** All events of the studied connection from its first call on, in no particular order. */
export function timelineOf(record: RunRecord): TimelineEvent[] {
  return [
    ...record.packets,
    ...record.calls
      .filter(({ call, studied, atNs }) => studied && atNs >= 0 && !unseen.has(call))
      .map(toCallEvent),
    ...record.states,
    ...(record.kernel ?? []).map((event) => ({ kind: 'kernel' as const, ...event })),
    ...record.faults.filter(({ atNs }) => atNs >= 0).map((fault) => ({ kind: 'fault' as const, ...fault })),
  ];
}
