/** The runs of a lab as a page: what explain says of each, beside what really happened. */
import type { Vantage } from '@halfopen/catalogue';
import { type RunResult, timelineOf } from '@halfopen/lab';
import {
  connectionOfRun,
  embedDocument,
  type ReportConnection,
  type ReportDocument,
  reportSchema,
  type RunParts,
  summaryOf,
} from '@halfopen/report';
import { barePage, commandLine } from '../report/page.ts';
import { version } from '../version.ts';
import { circumstancesOf } from './circumstances.ts';

/** The lab's programs send nothing that anybody would hide. */
const PAYLOAD_BYTES = 256;

function partsOf(result: RunResult): RunParts | null {
  const { record, entry, outcome, surprises, captures } = result;
  if (record === null) return null;
  const about = entry.variants.find(({ name }) => name === result.variant)?.about ?? '';
  const inputs = captures satisfies Readonly<Record<Vantage, Uint8Array>>;
  return {
    run: {
      name: `${entry.id}/${result.variant}`,
      about,
      outcome,
      surprises,
      circumstances: circumstancesOf(result, record),
    },
    client: record.client,
    server: record.server,
    events: timelineOf(record),
    captures: inputs,
  };
}

/** Collects runs. */
export class RunReport {
  readonly #parts: RunParts[] = [];
  /** Read before anything runs: a page that is missing must not be noticed at the end. */
  readonly #page: string = barePage();

  /** A run that broke off before it connected anything has nothing to show. */
  add(result: RunResult): void {
    const parts = partsOf(result);
    if (parts !== null) this.#parts.push(parts);
  }

  /** The page with all of them. */
  async page(): Promise<string> {
    const connections: ReportConnection[] = [];
    for (const parts of this.#parts) {
      const found = await connectionOfRun(parts, PAYLOAD_BYTES);
      if (found !== null)
        connections.push({ ...found, record: { ...found.record, id: connections.length + 1 } });
    }
    const document: ReportDocument = {
      schema: reportSchema,
      version,
      command: commandLine(),
      redaction: { addresses: 'real', payloadBytes: PAYLOAD_BYTES },
      sources: [],
      summary: summaryOf(connections.map(({ record }) => record)),
      connections,
    };
    return embedDocument(this.#page, document);
  }
}
