/** A run's record as timeline events: what the ladder draws and the bundle keeps. */
import { setUpCalls } from '@halfopen/catalogue';
import type { CallEvent, TimelineEvent } from '@halfopen/timeline';
import type { CallRecord, RunRecord } from './observe/record.ts';

/** Preparing would clutter the picture; an option set on a running connection is part of its story. */
function isShown({ call, studied, atNs }: CallRecord): boolean {
  return studied && atNs >= 0 && (!setUpCalls.has(call) || call === 'setsockopt');
}

function toCallEvent({ side, program, call, args, atNs, returnedNs, result }: CallRecord): CallEvent {
  return { kind: 'call', side, program, call, args, atNs, returnedNs, result, how: 'observed' };
}

/** All events of the studied connection from its first call on, in no particular order. */
export function timelineOf(record: RunRecord): TimelineEvent[] {
  return [
    ...record.packets,
    ...record.calls.filter(isShown).map(toCallEvent),
    ...record.states,
    ...(record.kernel ?? []).map((event) => ({ kind: 'kernel' as const, ...event })),
    ...record.faults.filter(({ atNs }) => atNs >= 0).map((fault) => ({ kind: 'fault' as const, ...fault })),
  ];
}
