/** What becomes of connections: lines of JSON as they come, or a text when all of one input are known. */
import {
  type CaptureRecord,
  type ConnectionRecord,
  type Filter,
  type Outcome,
  passes,
} from '@halfopen/explain';
import type { Style } from '../terminal/style.ts';
import type { Connection, Told } from './connection.ts';
import { SummaryCount } from './jsonl.ts';
import type { Output } from './output.ts';
import { listed, overview, type Seen } from './overview.ts';
import { connectionPage } from './page.ts';
import { Tally } from './tally.ts';

/** What is asked for. */
export interface Wishes {
  /** The filter, with its text; `null`: none. */
  readonly filter: { readonly text: string; readonly parsed: Filter } | null;
  /** Only this connection; `null`: all. */
  readonly connection: number | null;
  /** Outcomes that are a finding; empty: none. */
  readonly failOn: readonly Outcome[];
  /** Draws a connection; `null`: no ladders. */
  readonly draw: ((record: ConnectionRecord) => string) | null;
}

/** Who hears what was found. */
export interface Listener {
  /** Before the first connection where that is possible, else after the last. */
  capture(record: CaptureRecord): void;
  /** The connection is good until this returns. `enough`: nothing more is wanted. */
  found(connection: Connection): 'more' | 'enough';
  /** Resolves when it can hear more. Throws the signal's reason. */
  ready(signal: AbortSignal): Promise<void>;
}

/** Hears of one input after the other, or of several at a time that were explained together. */
export interface Report {
  /** The listener for the next one. */
  begin(): Listener;
  /** All its connections were told. */
  end(seen: Seen): void;
  /** That was the last one. */
  finish(): void | Promise<void>;
}

/** Sorts out what is asked for; ids run on from input to input. */
export class Chooser {
  readonly #wishes: Wishes;
  #before = 0;
  #seen = 0;
  #hasFinding = false;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
  }

  /** Connections of all inputs so far, whether they were asked for or not. */
  get total(): number {
    return this.#before + this.#seen;
  }

  /** Whether a connection is asked for. */
  wants(found: Connection): boolean {
    this.#seen = found.id;
    const { connection, filter, failOn } = this.#wishes;
    const wanted =
      (connection === null || connection === this.#before + found.id) &&
      (filter === null || passes(filter.parsed, found));
    this.#hasFinding ||= wanted && failOn.includes(found.outcome);
    return wanted;
  }

  /** Whether one of those that were asked for is a finding. */
  get hasFinding(): boolean {
    return this.#hasFinding;
  }

  /** Nothing further is asked for. */
  get hasAll(): boolean {
    return this.#wishes.connection !== null && this.total >= this.#wishes.connection;
  }

  /** The record, its id counted on. */
  record(found: Connection): ConnectionRecord {
    return { ...found.record(), id: this.#before + found.id };
  }

  /** The record, its id counted on, and what a picture of it needs. To be asked for once. */
  told(found: Connection): Told {
    const { record, story } = found.told?.() ?? { record: found.record(), story: null };
    return { record: { ...record, id: this.#before + found.id }, story };
  }

  nextInput(): void {
    this.#before += this.#seen;
    this.#seen = 0;
  }
}

/** `halfopen.explain/1`, a record a line. */
export function jsonReport(output: Output, wishes: Wishes, chooser: Chooser): Report {
  const count = new SummaryCount();
  const line = (record: unknown): void => output.line(JSON.stringify(record));
  return {
    begin: () => ({
      capture: line,
      found(connection) {
        if (chooser.wants(connection)) {
          count.add(connection);
          line(chooser.record(connection));
        }
        return 'more';
      },
      ready: (signal) => output.drained(signal),
    }),
    end: () => chooser.nextInput(),
    finish: () =>
      line(count.record(wishes.filter === null && wishes.connection === null ? null : chooser.total)),
  };
}

/** A page for one connection, an overview of many. */
export function textReport(output: Output, style: Style, wishes: Wishes, chooser: Chooser): Report {
  let tally = new Tally((connection) => chooser.record(connection));
  let texts = 0;
  const tell = (text: string): void => {
    if (texts > 0) output.line('');
    texts += 1;
    output.line(text);
  };
  const withLadder = (text: string, record: ConnectionRecord): string =>
    wishes.draw === null ? text : `${text}\n\n${wishes.draw(record)}`;
  const page = (record: ConnectionRecord): string => withLadder(connectionPage(style, record), record);
  return {
    begin: (): Listener => {
      tally = new Tally((connection) => chooser.record(connection));
      return {
        capture: () => undefined,
        found(connection) {
          if (chooser.wants(connection)) tally.add(connection);
          return chooser.hasAll ? 'enough' : 'more';
        },
        ready: (signal) => output.drained(signal),
      };
    },
    end(seen) {
      chooser.nextInput();
      if (wishes.connection !== null && tally.only === null) return;
      if (tally.only !== null && (wishes.connection !== null || seen.connections === 1))
        return tell(page(tally.only));
      tell(overview(style, seen, wishes.filter !== null, tally, page));
      if (wishes.draw === null || listed(tally).length < 2) return;
      for (const record of listed(tally)) tell(withLadder(connectionPage(style, record), record));
    },
    finish: () => undefined,
  };
}
