/**
 * Gathers a document that stays small: the worst connections keep their packets, and where there are more connections than a page can
 * hold, the good ones go first.
 */
import { type Outcome, outcomes } from '@halfopen/explain';
import type { ReportConnection } from './document.ts';

/** How much a document holds. */
export interface DocumentLimits {
  readonly connections: number;
  /** Packets of all connections together. */
  readonly packets: number;
}

export const defaultLimits: DocumentLimits = { connections: 100_000, packets: 50_000 };

/** Best last: the first to go without. */
const fromBest: readonly Outcome[] = outcomes.toReversed();

function packetsOf({ story }: ReportConnection): number {
  return story === null ? 0 : story.events.reduce((sum, { kind }) => sum + (kind === 'packet' ? 1 : 0), 0);
}

export class DocumentCollector {
  readonly #limits: DocumentLimits;
  readonly #connections = new Map<number, ReportConnection>();
  /** Ids of those with a story, and of all, by outcome, in the order in which they came. */
  readonly #drawn = new Map<Outcome, number[]>(outcomes.map((outcome) => [outcome, []]));
  readonly #all = new Map<Outcome, number[]>(outcomes.map((outcome) => [outcome, []]));
  #packets = 0;

  constructor(limits: DocumentLimits = defaultLimits) {
    this.#limits = limits;
  }

  add(connection: ReportConnection): void {
    const { id, outcome } = connection.record;
    this.#connections.set(id, connection);
    this.#all.get(outcome)!.push(id);
    if (connection.story !== null) {
      this.#packets += packetsOf(connection);
      this.#drawn.get(outcome)!.push(id);
      while (this.#packets > this.#limits.packets && this.#dropStory());
    }
    while (this.#connections.size > this.#limits.connections) this.#dropConnection();
  }

  /** What is left, in order of ids. */
  connections(): readonly ReportConnection[] {
    return [...this.#connections.values()].sort((a, b) => a.record.id - b.record.id);
  }

  #dropStory(): boolean {
    const id = lastOfBest(this.#drawn);
    if (id === undefined) return false;
    const connection = this.#connections.get(id);
    if (connection === undefined) return true;
    this.#packets -= packetsOf(connection);
    this.#connections.set(id, { ...connection, story: null });
    return true;
  }

  #dropConnection(): void {
    const id = lastOfBest(this.#all);
    const connection = id === undefined ? undefined : this.#connections.get(id);
    if (id === undefined || connection === undefined) return;
    this.#packets -= packetsOf(connection);
    this.#connections.delete(id);
  }
}

/** Of the best outcome that there is, the one that came last; it is taken off its list. */
function lastOfBest(byOutcome: ReadonlyMap<Outcome, number[]>): number | undefined {
  for (const outcome of fromBest) {
    const id = byOutcome.get(outcome)!.pop();
    if (id !== undefined) return id;
  }
}
