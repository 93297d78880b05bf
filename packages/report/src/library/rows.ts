/**
 * The connections as columns: what a table of a hundred thousand of them shows, sorts and filters by. Arrays of numbers, so that they come
 * over from the worker at no cost and a filter goes through them in no time.
 */
import { type CaseName, everyCase } from '@halfopen/catalogue';
import { type Certainty, type Filterable, type Outcome, outcomes } from '@halfopen/explain';

const certainties: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** One connection, as far as a table needs it. */
export interface RowFacts extends Filterable {
  readonly id: number;
  readonly certainty: Certainty;
  /** When it began, in nanoseconds since 1970. */
  readonly startNs: number;
  readonly durationNs: number;
  /** Payload of both sides. */
  readonly bytes: number;
  readonly frames: number;
}

/** The columns. */
export interface Rows {
  readonly count: number;
  readonly id: Uint32Array;
  /** Places in `outcomes`. */
  readonly outcome: Uint8Array;
  /** Places in `everyCase`; -1: none. */
  readonly case: Int16Array;
  /** Places in a list of certainties. */
  readonly certainty: Uint8Array;
  /** Places in `addresses`. */
  readonly clientAddress: Uint32Array;
  readonly serverAddress: Uint32Array;
  readonly clientPort: Uint16Array;
  readonly serverPort: Uint16Array;
  readonly addresses: readonly string[];
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  readonly bytes: Float64Array;
  readonly frames: Uint32Array;
}

/** Collects rows. */
export class RowCollector {
  readonly #facts: RowFacts[] = [];
  readonly #places = new Map<string, number>();
  readonly #addresses: string[] = [];

  add(facts: RowFacts): void {
    this.#facts.push(facts);
  }

  rows(): Rows {
    const facts = this.#facts;
    const of = <Column>(
      make: { from(list: RowFacts[], each: (row: RowFacts) => number): Column },
      each: (row: RowFacts) => number,
    ): Column => make.from(facts, each);
    return {
      count: facts.length,
      id: of(Uint32Array, ({ id }) => id),
      outcome: of(Uint8Array, ({ outcome }) => outcomes.indexOf(outcome)),
      case: of(Int16Array, ({ case: name }) => (name === null ? -1 : everyCase.indexOf(name))),
      certainty: of(Uint8Array, ({ certainty }) => certainties.indexOf(certainty)),
      clientAddress: of(Uint32Array, ({ client }) => this.#placeOf(client.address)),
      serverAddress: of(Uint32Array, ({ server }) => this.#placeOf(server.address)),
      clientPort: of(Uint16Array, ({ client }) => client.port),
      serverPort: of(Uint16Array, ({ server }) => server.port),
      addresses: this.#addresses,
      startNs: of(Float64Array, ({ startNs }) => startNs),
      durationNs: of(Float64Array, ({ durationNs }) => durationNs),
      bytes: of(Float64Array, ({ bytes }) => bytes),
      frames: of(Uint32Array, ({ frames }) => frames),
    };
  }

  #placeOf(address: string): number {
    const known = this.#places.get(address);
    if (known !== undefined) return known;
    this.#places.set(address, this.#addresses.length);
    return this.#addresses.push(address) - 1;
  }
}

/** What a row says. */
export function rowAt(rows: Rows, index: number): RowFacts {
  const caseIndex = rows.case[index]!;
  return {
    id: rows.id[index]!,
    client: { address: rows.addresses[rows.clientAddress[index]!]!, port: rows.clientPort[index]! },
    server: { address: rows.addresses[rows.serverAddress[index]!]!, port: rows.serverPort[index]! },
    outcome: outcomeAt(rows, index),
    case: caseIndex < 0 ? null : caseAt(caseIndex),
    certainty: certainties[rows.certainty[index]!]!,
    startNs: rows.startNs[index]!,
    durationNs: rows.durationNs[index]!,
    bytes: rows.bytes[index]!,
    frames: rows.frames[index]!,
  };
}

export function outcomeAt(rows: Rows, index: number): Outcome {
  return outcomes[rows.outcome[index]!]!;
}

export function caseAt(index: number): CaseName {
  return everyCase[index]!;
}
