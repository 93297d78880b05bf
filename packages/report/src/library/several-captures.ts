/** The library of several captures of the same traffic. What there is of their packets is held in memory. */
import {
  AddressMap,
  type CaptureRecord,
  type ConnectionStory,
  type SeveralInput,
  type StoriesOptions,
  storiesOfCaptures,
  type SummaryRecord,
} from '@halfopen/explain';
import { DocumentCollector } from '../document/collector.ts';
import {
  type Redaction,
  type ReportDocument,
  reportSchema,
  type ReportSource,
} from '../document/document.ts';
import { hiddenSource, inWords } from '../document/reduce.ts';
import { chosenFrom, summaryOf } from '../document/summary.ts';
import { type Examples, examplesOf } from './causes.ts';
import type { Details, Head, Library } from './library.ts';
import type { OpenOptions } from './one-capture.ts';
import { type NamedBlob, piecesOf, sha256Of } from './reading.ts';
import { rowOf } from './row-of.ts';
import { RowCollector, type Rows } from './rows.ts';

interface Told {
  readonly captures: readonly CaptureRecord[];
  readonly stories: readonly ConnectionStory[];
  readonly summary: SummaryRecord;
  readonly complaints: readonly string[];
}

async function tell(
  files: readonly NamedBlob[],
  bytes: NonNullable<StoriesOptions['bytes']>,
  addresses: AddressMap | null,
  progress: OpenOptions['progress'],
): Promise<Told> {
  const totalBytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
  let readBytes = 0;
  const read = (more: number): void => {
    readBytes += more;
    progress({ bytes: readBytes, totalBytes, connections: 0 });
  };
  const inputs = files.map(({ name, blob }): SeveralInput => ({ file: name, input: piecesOf(blob, read) }));
  const captures: CaptureRecord[] = [];
  const stories: ConnectionStory[] = [];
  const complaints: string[] = [];
  let summary: SummaryRecord | null = null;
  try {
    const options = { bytes, ...(addresses === null ? {} : { addresses }) };
    for await (const told of storiesOfCaptures(inputs, options)) {
      if (told.type === 'capture') captures.push(told);
      else if (told.type === 'story') stories.push(told);
      else summary = told;
    }
  } catch (error) {
    if (captures.length < files.length) throw error;
    complaints.push(
      `One of the captures is damaged: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  for (const { file, truncated } of captures)
    if (truncated) complaints.push(`${file} breaks off in the middle of a record.`);
  return {
    captures,
    stories,
    summary: summary ?? summaryOf(stories.map(({ record }) => record)),
    complaints,
  };
}

class SeveralCaptures implements Library {
  readonly head: Head;
  readonly rows: Rows;
  readonly examples: Examples;
  readonly hasCaptures: boolean = true;
  readonly #files: readonly NamedBlob[];
  #stories: readonly ConnectionStory[];
  /** Read again when somebody asks for payload: who does not must not get it. */
  #withPayload: Promise<Told> | null = null;

  constructor(files: readonly NamedBlob[], stories: readonly ConnectionStory[], head: Head, rows: Rows) {
    this.#files = files;
    this.#stories = stories;
    this.head = head;
    this.rows = rows;
    this.examples = examplesOf(rows, (index) => stories[index]!.record);
  }

  async details(index: number, payloadBytes: number): Promise<Details> {
    if (payloadBytes > 0)
      this.#withPayload ??= tell(this.#files, { payload: payloadBytes }, null, () => undefined);
    const stories = payloadBytes > 0 ? (await this.#withPayload)!.stories : this.#stories;
    const { record, story } = stories[index]!;
    return { record, story, run: null };
  }

  async document(redaction: Redaction, only: readonly number[] | null): Promise<ReportDocument> {
    const addresses = redaction.addresses === 'mapped' ? new AddressMap() : null;
    const { captures, stories } = await tell(
      this.#files,
      { payload: redaction.payloadBytes, forOthers: true },
      addresses,
      () => undefined,
    );
    const wanted = only === null ? stories : only.map((index) => stories[index]!);
    const collector = new DocumentCollector();
    for (const { record, story } of wanted)
      collector.add({ record: addresses === null ? record : inWords(record, addresses), story, run: null });
    const { complaints: _, ...head } = this.head;
    const sources = head.sources.map((source, at) =>
      hiddenSource({ ...source, capture: captures[at] ?? source.capture }, addresses),
    );
    const document: Omit<ReportDocument, 'connections'> = {
      ...head,
      sources,
      schema: reportSchema,
      redaction,
    };
    const connections = collector.connections();
    return only === null ? { ...document, connections } : chosenFrom(document, connections);
  }

  close(): void {
    this.#stories = [];
    this.#withPayload = null;
  }
}

/** Opens several captures as views of the same traffic. Throws CaptureError when one is none. */
export async function openSeveral(
  files: readonly NamedBlob[],
  { version, progress }: OpenOptions,
): Promise<Library> {
  const { captures, stories, summary, complaints } = await tell(files, { payload: 0 }, null, progress);
  const collector = new RowCollector();
  for (const { record } of stories) collector.add(rowOf(record));
  const sources: ReportSource[] = [];
  for (const [at, capture] of captures.entries()) {
    const { blob } = files[at]!;
    sources.push({ capture, sizeBytes: blob.size, sha256: await sha256Of(blob) });
  }
  const redaction: Redaction = { addresses: 'real', payloadBytes: 0 };
  const head: Head = { version, command: null, redaction, sources, summary, complaints };
  return new SeveralCaptures(files, stories, head, collector.rows());
}
