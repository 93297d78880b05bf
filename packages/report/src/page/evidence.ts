/** Which events a verdict rests on. */
import { type ConnectionRecord, type EvidenceRecord, vantageOfFile } from '@halfopen/explain';
import type { PacketEvent, TimelineEvent } from '@halfopen/timeline';

/** What is said of each event. */
export type Evidence = ReadonlyMap<TimelineEvent, readonly string[]>;

/** The event of each piece of evidence, in its order; those whose packet is not here are left out. */
export function eventsCited(
  record: ConnectionRecord,
  events: readonly TimelineEvent[],
): readonly (readonly [PacketEvent, EvidenceRecord])[] {
  return record.verdict.evidence.flatMap((evidence) => {
    const place = vantageOfFile(record, evidence.file);
    if (place === null) return [];
    const event = events.find(
      (each): each is PacketEvent => each.kind === 'packet' && each.frames[place] === evidence.frame,
    );
    return event === undefined ? [] : [[event, evidence] as const];
  });
}

export function evidenceOf(record: ConnectionRecord, events: readonly TimelineEvent[]): Evidence {
  const evidence = new Map<TimelineEvent, string[]>();
  for (const [event, { says }] of eventsCited(record, events))
    evidence.set(event, [...(evidence.get(event) ?? []), says]);
  return evidence;
}

/** Whether somebody or something said that it is over. */
function isLastWord(event: TimelineEvent): boolean {
  return event.kind === 'packet' && /^(?:RST|ICMP)/.test(event.type);
}

/** The packet that decided it: the last reset or ICMP error that is cited, else the last packet that is. */
export function decisiveEvent(evidence: Evidence): TimelineEvent | null {
  const cited = [...evidence.keys()];
  return cited.findLast(isLastWord) ?? cited.at(-1) ?? null;
}
