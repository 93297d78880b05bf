/** What a change does to a session: the rules that every store keeps, apart from where it keeps its bytes. */
import type { StoreChange, StoredMessage } from './session-store.ts';

/** How far a session is. */
export interface Marks {
  readonly processedSeq: number;
  readonly settledSeq: number;
  /** The last message of this side that was ever stored. */
  readonly lastSeq: number;
}

/** A session that has just begun. */
export const firstMarks: Marks = { processedSeq: 0, settledSeq: 0, lastSeq: 0 };

/** What a change comes to. `refused` says why it can't be. */
export type Effect =
  | { readonly kind: 'takes'; readonly marks: Marks; readonly fresh: readonly StoredMessage[] }
  | { readonly kind: 'refused'; readonly why: string };

/** Judges a change; nothing is altered. */
export function effectOf(marks: Marks, change: StoreChange): Effect {
  const outgoing = change.outgoing ?? [];
  const first = outgoing[0]?.seq ?? 1;
  for (const [index, { seq }] of outgoing.entries()) {
    if (!isSeq(seq) || seq === 0)
      return { kind: 'refused', why: `${seq} is no sequence number of a message` };
    if (seq !== first + index)
      return { kind: 'refused', why: `message ${seq} does not follow the one before it` };
  }
  if (first > marks.lastSeq + 1)
    return { kind: 'refused', why: `message ${marks.lastSeq + 1} is missing before ${first}` };
  const fresh = outgoing.filter(({ seq }) => seq > marks.lastSeq);
  const lastSeq = fresh.at(-1)?.seq ?? marks.lastSeq;
  const { processedSeq = 0, settledSeq = 0 } = change;
  for (const seq of [processedSeq, settledSeq])
    if (!isSeq(seq)) return { kind: 'refused', why: `${seq} is no sequence number` };
  if (settledSeq > lastSeq)
    return {
      kind: 'refused',
      why: `message ${settledSeq} can't be settled: the last one stored is ${lastSeq}`,
    };
  return {
    kind: 'takes',
    fresh,
    marks: {
      processedSeq: Math.max(marks.processedSeq, processedSeq),
      settledSeq: Math.max(marks.settledSeq, settledSeq),
      lastSeq,
    },
  };
}

/** Whether two states are the same. */
export function sameMarks(a: Marks, b: Marks): boolean {
  return a.processedSeq === b.processedSeq && a.settledSeq === b.settledSeq && a.lastSeq === b.lastSeq;
}

function isSeq(seq: number): boolean {
  return Number.isSafeInteger(seq) && seq >= 0;
}
