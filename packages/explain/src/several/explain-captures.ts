/** Several captures of the same traffic, made at different places: one record for each connection, whoever saw it. */
import type { CaseName } from '@halfopen/catalogue';
import type { AddressMap } from '../redact/address-map.ts';
import {
  type ConnectionRecord,
  type ExplainRecord,
  explainSchema,
  type Outcome,
  type SummaryRecord,
} from '../record.ts';
import { type Reading, gather, type SeveralInput } from './gather.ts';
import { mergeSightings } from './merging.ts';

/** How {@link explainCaptures} is to explain. */
export interface SeveralOptions {
  /**
   * Packets of each connection, in each capture, that are kept to be held against those of the others. Default 2000. Of a longer
   * connection only the beginning is compared; its verdict still rests on the facts of each capture, and says so.
   */
  readonly packets?: number;
  /**
   * All captures ran from the first frame of any to the last. Without it a file speaks only for the time from its own first
   * frame to its own last: what others have before or after that may have been missed, and excludes no case.
   */
  readonly ranThroughout?: boolean;
  /** Stand-ins for all addresses, the same ones in every capture; as explainCapture takes them. */
  readonly addresses?: AddressMap;
}

const MOST_PACKETS = 2000;

/**
 * Explains captures as one. Yields a `capture` record for each, a `connection` record for each connection in order of first
 * frames (on the first capture's clock), and one `summary`. A connection that several captures saw, even through address
 * translation, has one record: `vantages` lists them, the client's first, and the record's other numbers are those of that one.
 *
 * Holds all connections and up to `packets` packets of each in memory. Throws CaptureError when an input is no capture; when
 * one is damaged later on, what was read is told first and the damage is thrown at the end.
 */
export async function* explainCaptures(
  inputs: readonly SeveralInput[],
  { packets = MOST_PACKETS, ranThroughout = false, addresses }: SeveralOptions = {},
): AsyncGenerator<ExplainRecord, void, undefined> {
  const readings: Reading[] = [];
  for (const [index, input] of inputs.entries())
    readings.push(await gather(input, index, { most: packets }, addresses));
  for (const { gathered } of readings) yield gathered.record;
  const records = mergeSightings(
    readings.map(({ gathered }) => gathered),
    ranThroughout,
  );
  const tally = new Tally();
  for (const record of records) {
    tally.count(record);
    yield record;
  }
  yield tally.summary();
  const damaged = readings.find((reading) => 'damage' in reading);
  if (damaged !== undefined) throw damaged.damage;
}

class Tally {
  readonly #outcomes: Record<Outcome, number> = { ok: 0, failed: 0, open: 0, partial: 0 };
  readonly #byCase = new Map<CaseName, number>();
  #connections = 0;

  count({ outcome, verdict }: ConnectionRecord): void {
    this.#connections += 1;
    this.#outcomes[outcome] += 1;
    if (verdict.case !== null) this.#byCase.set(verdict.case, (this.#byCase.get(verdict.case) ?? 0) + 1);
  }

  summary(): SummaryRecord {
    const byCase = Object.fromEntries([...this.#byCase].sort((a, b) => b[1] - a[1]));
    return {
      type: 'summary',
      schema: explainSchema,
      connections: this.#connections,
      ...this.#outcomes,
      byCase,
    };
  }
}
