/** A store that keeps everything in memory, as simply as its contract can be kept. */
import { ConnectionError } from '../../src/errors/connection-error.ts';
import type {
  Claim,
  SessionStore,
  StoreChange,
  StoredAbout,
  StoredMessage,
  StoredSession,
} from '../../src/store/session-store.ts';

interface Entry {
  readonly about: StoredAbout;
  epoch: number;
  processedSeq: number;
  settledSeq: number;
  outgoing: readonly StoredMessage[];
}

function fenced(): ConnectionError {
  return new ConnectionError('taken over', { code: 'HO_FENCED', phase: 'open', retryable: false });
}

export class PlainStore implements SessionStore {
  readonly entries = new Map<string, Entry>();
  /** Every call waits for this first. It may reject. */
  ready: () => Promise<void> = () => Promise.resolve();

  async create(key: string, epoch: number, about: StoredAbout): Promise<void> {
    await this.ready();
    if (this.entries.has(key)) throw fenced();
    this.entries.set(key, { about, epoch, processedSeq: 0, settledSeq: 0, outgoing: [] });
  }

  async claim(key: string, epoch: number): Promise<Claim> {
    await this.ready();
    const entry = this.entries.get(key);
    if (entry === undefined) return { kind: 'unknown' };
    if (epoch <= entry.epoch) return { kind: 'held', epoch: entry.epoch };
    const session = { ...entry };
    entry.epoch = epoch;
    return { kind: 'claimed', session };
  }

  async read(key: string): Promise<StoredSession | null> {
    await this.ready();
    const entry = this.entries.get(key);
    return entry === undefined ? null : { ...entry };
  }

  async append(key: string, epoch: number, change: StoreChange): Promise<void> {
    await this.ready();
    const entry = this.entries.get(key);
    if (entry === undefined || entry.epoch !== epoch) throw fenced();
    const { outgoing = [], processedSeq = entry.processedSeq, settledSeq = entry.settledSeq } = change;
    const last = entry.outgoing.at(-1)?.seq ?? entry.settledSeq;
    const isNext = outgoing.every(({ seq }, at) => seq === last + 1 + at);
    if (!isNext || processedSeq < entry.processedSeq || settledSeq < entry.settledSeq) {
      throw new Error(`a change that does not follow: ${JSON.stringify(change)}`);
    }
    const copies = outgoing.map(({ seq, payload }) => ({ seq, payload: payload && Buffer.from(payload) }));
    entry.outgoing = [...entry.outgoing, ...copies].filter(({ seq }) => seq > settledSeq);
    entry.processedSeq = processedSeq;
    entry.settledSeq = settledSeq;
  }

  async remove(key: string, epoch: number): Promise<void> {
    await this.ready();
    const entry = this.entries.get(key);
    if (entry !== undefined && entry.epoch <= epoch) this.entries.delete(key);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
