/** Session state in this process: gone with it, shared by the servers that share the object. */
import type {
  Claim,
  SessionStore,
  StoreChange,
  StoredAbout,
  StoredMessage,
  StoredSession,
} from './session-store.ts';
import { checkEpoch, checkKey, fenced, fencedBy, sessionMissing, storeDamaged } from './store-errors.ts';
import { effectOf, firstMarks, type Marks } from './stored-change.ts';

interface Entry {
  readonly about: StoredAbout;
  epoch: number;
  marks: Marks;
  outgoing: StoredMessage[];
}

/**
 * A store in memory. Nothing survives the process: for tests, and for several servers in one process between which sessions move.
 * Bytes are copied in and out.
 */
export function memoryStore(): SessionStore {
  return new MemoryStore();
}

class MemoryStore implements SessionStore {
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  async create(key: string, epoch: number, about: StoredAbout): Promise<void> {
    this.#check(key, epoch);
    if (this.#entries.has(key)) throw fenced(`there is a session ${JSON.stringify(key)} already`);
    this.#entries.set(key, { about: { ...about }, epoch, marks: firstMarks, outgoing: [] });
  }

  async claim(key: string, epoch: number): Promise<Claim> {
    this.#check(key, epoch);
    const entry = this.#entries.get(key);
    if (entry === undefined) return { kind: 'unknown' };
    if (entry.epoch >= epoch) return { kind: 'held', epoch: entry.epoch };
    const session = sessionOf(entry);
    entry.epoch = epoch;
    return { kind: 'claimed', session };
  }

  async read(key: string): Promise<StoredSession | null> {
    this.#check(key, 0);
    const entry = this.#entries.get(key);
    return entry === undefined ? null : sessionOf(entry);
  }

  async append(key: string, epoch: number, change: StoreChange): Promise<void> {
    this.#check(key, epoch);
    const entry = this.#entries.get(key);
    if (entry === undefined) throw sessionMissing(key);
    if (entry.epoch > epoch) throw fencedBy(key, epoch, entry.epoch);
    if (entry.epoch < epoch)
      throw storeDamaged(`epoch ${epoch} never claimed session ${JSON.stringify(key)}`);
    const effect = effectOf(entry.marks, change);
    if (effect.kind === 'refused') throw storeDamaged(effect.why);
    entry.marks = effect.marks;
    entry.outgoing.push(...effect.fresh.map(copyOf));
    const settled = entry.outgoing.findIndex(({ seq }) => seq > effect.marks.settledSeq);
    entry.outgoing.splice(0, settled === -1 ? entry.outgoing.length : settled);
  }

  async remove(key: string, epoch: number): Promise<void> {
    this.#check(key, epoch);
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.epoch <= epoch) this.#entries.delete(key);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #check(key: string, epoch: number): void {
    if (this.#closed) throw storeDamaged('the store is closed');
    checkKey(key);
    checkEpoch(epoch);
  }
}

function copyOf({ seq, payload }: StoredMessage): StoredMessage {
  return { seq, payload: payload === null ? null : Uint8Array.from(payload) };
}

function sessionOf({ about, epoch, marks, outgoing }: Entry): StoredSession {
  const { processedSeq, settledSeq } = marks;
  return { about: { ...about }, epoch, processedSeq, settledSeq, outgoing: outgoing.map(copyOf) };
}
