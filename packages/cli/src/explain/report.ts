/** What becomes of findings: lines of JSON as they come, or a text when all of one input are known. */
import { type ConnectionRecord, type Finding, recordWithPackets } from '@halfopen/explain';
import type { Style } from '../terminal/style.ts';
import { type Filter, passes } from './filter/expression.ts';
import { SummaryCount } from './jsonl.ts';
import type { Output } from './output.ts';
import { listed, overview } from './overview.ts';
import { connectionPage } from './page.ts';
import type { Listener, Read } from './reading.ts';
import { Tally } from './tally.ts';

/** What is asked for. */
export interface Wishes {
  /** The filter, with its text; `null`: none. */
  readonly filter: { readonly text: string; readonly parsed: Filter } | null;
  /** Only this connection; `null`: all. */
  readonly connection: number | null;
  readonly json: boolean;
  /** Draws a connection; `null`: no ladders. */
  readonly draw: ((record: ConnectionRecord) => string) | null;
}

/** Hears the findings of one input after the other. */
export interface Report {
  /** The listener for the next input. */
  begin(): Listener;
  /** All findings of the input were told. */
  end(name: string, read: Read): void;
  /** That was the last input. */
  finish(): void;
}

/** Sorts out what is asked for; ids run on from input to input. */
export class Chooser {
  readonly #wishes: Wishes;
  #before = 0;
  #seen = 0;
  shown = 0;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
  }

  /** Connections of all inputs so far, whether they were asked for or not. */
  get total(): number {
    return this.#before + this.#seen;
  }

  /** Whether a connection is asked for. */
  wants(finding: Finding): boolean {
    this.#seen = finding.id;
    const { connection, filter } = this.#wishes;
    const wanted =
      (connection === null || connection === this.#before + finding.id) &&
      (filter === null || passes(filter.parsed, finding));
    if (wanted) this.shown += 1;
    return wanted;
  }

  /** Nothing further is asked for. */
  get hasAll(): boolean {
    return this.#wishes.connection !== null && this.total >= this.#wishes.connection;
  }

  /** The record, with its packets if they are to be shown. */
  record(finding: Finding): ConnectionRecord {
    const record = this.#wishes.draw === null ? finding.record() : recordWithPackets(finding);
    return { ...record, id: this.#before + record.id };
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
      found(finding) {
        if (chooser.wants(finding)) {
          count.add(finding);
          line(chooser.record(finding));
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
  let tally = new Tally((finding) => chooser.record(finding));
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
      tally = new Tally((finding) => chooser.record(finding));
      return {
        capture: () => undefined,
        found(finding) {
          if (chooser.wants(finding)) tally.add(finding);
          return chooser.hasAll ? 'enough' : 'more';
        },
        ready: (signal) => output.drained(signal),
      };
    },
    end(name, { frames, tcpFrames, summary }) {
      chooser.nextInput();
      if (wishes.connection !== null && tally.only === null) return;
      if (tally.only !== null && (wishes.connection !== null || summary.connections === 1))
        return tell(page(tally.only));
      const filter = wishes.filter?.text ?? null;
      tell(
        overview(style, { name, frames, tcpFrames, connections: summary.connections, filter }, tally, page),
      );
      if (wishes.draw === null || listed(tally).length < 2) return;
      for (const record of listed(tally)) tell(withLadder(connectionPage(style, record), record));
    },
    finish: () => undefined,
  };
}
