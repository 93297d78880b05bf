/** Counts as a log grows whether everything that was sent has arrived, or been given back. */
import { type Entry, type Side, otherSide } from '../record/records.ts';

export class Ledger {
  readonly #outlivesKill: boolean;
  readonly #open: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() };
  readonly #done: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() };
  readonly #sent: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() };
  #read = 0;

  /** `outlivesKill`: what a killed program has sent is still to arrive. */
  constructor(outlivesKill: boolean) {
    this.#outlivesKill = outlivesKill;
  }

  /** Reads what is new in the log. True when nothing is under way any more. */
  settled(stage: { readonly log: readonly Entry[]; readonly nothingOwed: boolean }): boolean {
    const { log } = stage;
    for (; this.#read < log.length; this.#read++) {
      const entry = log[this.#read];
      switch (entry?.type) {
        case 'sending':
          // Two programs tell, and the receiver's word may have come first.
          if (!this.#done[entry.side].has(entry.id)) this.#open[entry.side].add(entry.id);
          break;
        case 'sent':
          this.#sent[entry.side].add(entry.id);
          break;
        case 'failed':
          this.#finish(entry.side, entry.id);
          break;
        case 'got':
          this.#finish(otherSide(entry.side), entry.id);
          break;
        case 'killed':
          this.#bury(entry.side);
          break;
        default:
          break;
      }
    }
    return stage.nothingOwed && this.#open.client.size === 0 && this.#open.server.size === 0;
  }

  #bury(sender: Side): void {
    for (const id of this.#open[sender]) {
      if (!this.#outlivesKill || !this.#sent[sender].has(id)) this.#open[sender].delete(id);
    }
  }

  #finish(sender: Side, id: number): void {
    this.#done[sender].add(id);
    this.#open[sender].delete(id);
  }
}
