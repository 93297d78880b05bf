/** Holds what one side sent against what the other side got. */
import { type Entry, type Side, otherSide } from '../record/records.ts';
import type { Balance } from './verdict.ts';

/** What a sender knows of its message in the end. */
interface Message {
  sent: boolean;
  told: boolean;
  saidNo: boolean;
  /** Its sender was killed after it was handed over. */
  orphaned: boolean;
}

/** What arrived, in order. */
interface Arrivals {
  readonly times: Map<number, number>;
  readonly repeated: number[];
  readonly flagged: number[];
  readonly reordered: number[];
  damaged: number;
}

function arrivalsAt(receiver: Side, log: readonly Entry[]): Arrivals {
  const arrivals: Arrivals = { times: new Map(), repeated: [], flagged: [], reordered: [], damaged: 0 };
  let highest = 0;
  for (const entry of log) {
    if (entry.type !== 'got' || entry.side !== receiver) continue;
    if (!entry.intact) {
      arrivals.damaged++;
      continue;
    }
    const before = arrivals.times.get(entry.id) ?? 0;
    arrivals.times.set(entry.id, before + 1);
    if (before > 0) (entry.flagged ? arrivals.flagged : arrivals.repeated).push(entry.id);
    else if (entry.id < highest) arrivals.reordered.push(entry.id);
    highest = Math.max(highest, entry.id);
  }
  return arrivals;
}

function messagesOf(sender: Side, log: readonly Entry[], outlivesKill: boolean): Map<number, Message> {
  const messages = new Map<number, Message>();
  const message = (id: number): Message => {
    const known = messages.get(id) ?? { sent: false, told: false, saidNo: false, orphaned: false };
    messages.set(id, known);
    return known;
  };
  for (const entry of log) {
    if (!('side' in entry) || entry.side !== sender) continue;
    if (entry.type === 'sending') message(entry.id);
    else if (entry.type === 'sent') message(entry.id).sent = true;
    else if (entry.type === 'failed') {
      const failed = message(entry.id);
      failed.told = true;
      failed.saidNo ||= entry.delivered === 'no';
    } else if (entry.type === 'killed') {
      for (const one of messages.values()) one.orphaned ||= !(outlivesKill && one.sent);
    }
  }
  return messages;
}

function ids(some: readonly (readonly [number, Message])[]): number[] {
  return some.map(([id]) => id);
}

/** The balance of what `sender` sent. `outlivesKill`: what it had sent is stored, and must arrive although it was killed. */
export function balanceOf(sender: Side, log: readonly Entry[], outlivesKill: boolean): Balance {
  const messages = messagesOf(sender, log, outlivesKill);
  const { times, repeated, flagged, reordered, damaged } = arrivalsAt(otherSide(sender), log);
  const all = [...messages];
  const missing = all.filter(([id]) => !times.has(id));
  return {
    sent: all.filter(([, { sent }]) => sent).length,
    delivered: times.size,
    lost: ids(missing.filter(([, { sent, told, orphaned }]) => sent && !told && !orphaned)),
    repeated,
    flagged,
    reordered,
    damaged,
    uncertain: ids(missing.filter(([, { told }]) => told)),
    wronglyNo: ids(all.filter(([id, { saidNo }]) => saidNo && times.has(id))),
    orphaned: ids(missing.filter(([, { told, orphaned }]) => orphaned && !told)),
  };
}
