/**
 * The library of one capture, whatever its size: the first reading only counts and judges. Packets of a connection are fetched by reading again
 * when somebody looks at it, so that memory does not follow the file.
 */
import type { Vantage } from '@halfopen/catalogue';
import {
  AddressMap,
  type CaptureRecord,
  type ConnectionRecord,
  Explainer,
  type ExplainerOptions,
  findingsOf,
  type ConnectionStory,
  recordWithStory,
  storyOf,
  type SummaryRecord,
} from '@halfopen/explain';
import { defaultLimits, DocumentCollector } from '../document/collector.ts';
import { hiddenSource } from '../document/reduce.ts';
import { chosenFrom } from '../document/summary.ts';
import { type Redaction, type ReportDocument, reportSchema } from '../document/document.ts';
import type { Examples } from './causes.ts';
import type { Details, Head, Library } from './library.ts';
import { type NamedBlob, Reread, sha256Of } from './reading.ts';
import { RowCollector, rowAt, type Rows } from './rows.ts';

/** Packets of a connection that are drawn, in the page and in a document. */
const MOST_DRAWN = 100_000;
const MOST_IN_DOCUMENT = 2000;
/** So much of them is for the end of a long connection. */
const LAST_SHARE = 1 / 4;
/** The last connections that somebody looked at are not read again. */
const MOST_REMEMBERED = 16;

/** So many packets of a connection, its first and its last ones. */
function bothEnds(most: number): { readonly most: number; readonly last: number } {
  return { most, last: most * LAST_SHARE };
}

/** How far a reading is. */
export interface ReadProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly connections: number;
}

/** How captures are opened. */
export interface OpenOptions {
  readonly version: string;
  readonly progress: (progress: ReadProgress) => void;
}

/** A capture up to this size is read once: what its connections need to be drawn is kept, as far as there is room. */
const MOST_KEPT_BYTES = 64 << 20;
const MOST_KEPT_CONNECTIONS = 10_000;
const MOST_KEPT_PACKETS = 250_000;

interface FirstReading {
  /** By index, as many as were kept. */
  readonly stories: ReadonlyMap<number, ConnectionStory>;
  readonly rows: Rows;
  readonly examples: Examples;
  readonly capture: CaptureRecord;
  readonly summary: SummaryRecord;
  readonly complaints: readonly string[];
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readAll(
  { name, blob }: NamedBlob,
  bytesOfFile: Reread,
  at: Vantage | null,
  { progress }: OpenOptions,
): Promise<FirstReading> {
  const isKept = blob.size <= MOST_KEPT_BYTES;
  const explainer = new Explainer({
    file: name,
    ...(at === null ? {} : { at }),
    ...(isKept
      ? { packets: { ...bothEnds(MOST_DRAWN), connections: MOST_KEPT_CONNECTIONS, bytes: { payload: 0 } } }
      : {}),
  });
  const stories = new Map<number, ConnectionStory>();
  let packets = 0;
  const collector = new RowCollector();
  const complaints: string[] = [];
  const examples = new Map<number, ConnectionRecord>();
  const known = new Set<string>();
  let bytes = 0;
  let index = 0;
  const pieces = bytesOfFile.pieces((more) => {
    bytes += more;
    progress({ bytes, totalBytes: blob.size, connections: explainer.told + explainer.waiting });
  });
  try {
    for await (const finding of findingsOf(explainer, pieces)) {
      const { id, client, server, outcome, certainty, span, frameCount } = finding;
      collector.add({
        id,
        client,
        server,
        outcome,
        case: finding.case,
        certainty,
        startNs: Number(explainer.baseNs) + span.firstNs,
        durationNs: span.lastNs - span.firstNs,
        bytes: finding.bytes.client + finding.bytes.server,
        frames: frameCount,
      });
      if (isKept && stories.size < MOST_KEPT_CONNECTIONS && packets < MOST_KEPT_PACKETS) {
        stories.set(index, storyOf(finding));
        packets += frameCount;
      }
      const kind = `${outcome} ${finding.case}`;
      if (!known.has(kind)) examples.set(index, stories.get(index)?.record ?? finding.record());
      known.add(kind);
      index += 1;
    }
  } catch (error) {
    if (explainer.frames === 0) throw error;
    complaints.push(`${name} is damaged: ${reason(error).replace(/[.]?$/, '.')} What comes before is told.`);
  }
  const capture = explainer.capture();
  if (capture.truncated)
    complaints.push(`${name} breaks off in the middle of a record. What comes before is told.`);
  return { rows: collector.rows(), stories, examples, capture, summary: explainer.summary(), complaints };
}

/** Whether every packet of the connection was kept. */
function isWhole({ story }: ConnectionStory): boolean {
  return story.dropped === 0 && story.events.some(({ kind }) => kind === 'packet');
}

class OneCapture implements Library {
  readonly head: Head;
  readonly rows: Rows;
  readonly examples: Examples;
  readonly hasCaptures: boolean = true;
  readonly #file: NamedBlob;
  readonly #bytes: Reread;
  readonly #at: Vantage | null;
  #stories: FirstReading['stories'];
  readonly #remembered = new Map<string, Details>();

  constructor(
    file: NamedBlob,
    bytes: Reread,
    at: Vantage | null,
    head: Head,
    { rows, examples, stories }: FirstReading,
  ) {
    this.#file = file;
    this.#bytes = bytes;
    this.#at = at;
    this.head = head;
    this.rows = rows;
    this.examples = examples;
    this.#stories = stories;
  }

  async details(index: number, payloadBytes: number): Promise<Details> {
    const kept = payloadBytes === 0 ? this.#stories.get(index) : undefined;
    if (kept !== undefined && isWhole(kept)) return { record: kept.record, story: kept.story, run: null };
    const key = `${index} ${payloadBytes}`;
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const { id, client, server } = rowAt(this.rows, index);
    const explainer = this.#explainer({
      ...bothEnds(MOST_DRAWN),
      bytes: { payload: payloadBytes },
      ports: [client.port, server.port],
    });
    for await (const finding of findingsOf(explainer, this.#bytes.pieces())) {
      if (finding.id !== id) continue;
      const details = { ...recordWithStory(finding), run: null };
      if (this.#remembered.size >= MOST_REMEMBERED)
        this.#remembered.delete(this.#remembered.keys().next().value!);
      this.#remembered.set(key, details);
      return details;
    }
    throw new Error(`Connection ${id} is not there any more: the file has changed.`);
  }

  async document(redaction: Redaction, only: readonly number[] | null): Promise<ReportDocument> {
    const wanted = only === null ? null : new Set(only.map((index) => this.rows.id[index]!));
    const collector = new DocumentCollector();
    const packets = {
      ...bothEnds(MOST_IN_DOCUMENT),
      bytes: { payload: redaction.payloadBytes, forOthers: true },
    };
    const addresses = redaction.addresses === 'mapped' ? new AddressMap() : null;
    const explainer = this.#explainer(packets, addresses);
    try {
      for await (const finding of findingsOf(explainer, this.#bytes.pieces())) {
        if (wanted === null || wanted.has(finding.id))
          collector.add({ ...recordWithStory(finding), run: null });
      }
    } catch (error) {
      // what is damaged was told when it was read first; a file that is gone was not
      if (explainer.frames === 0) throw error;
    }
    const connections = collector.connections();
    if (wanted !== null && connections.length < Math.min(wanted.size, defaultLimits.connections))
      throw new Error('The file has changed since it was opened: open it again.');
    const { complaints: _, sources, ...head } = this.head;
    const document: Omit<ReportDocument, 'connections'> = {
      ...head,
      sources: sources.map((source) => hiddenSource(source, addresses)),
      schema: reportSchema,
      redaction,
    };
    return only === null ? { ...document, connections } : chosenFrom(document, connections);
  }

  close(): void {
    this.#remembered.clear();
    this.#stories = new Map();
  }

  #explainer(
    packets: NonNullable<ExplainerOptions['packets']>,
    addresses: AddressMap | null = null,
  ): Explainer {
    return new Explainer({
      file: this.#file.name,
      packets,
      ...(this.#at === null ? {} : { at: this.#at }),
      ...(addresses === null ? {} : { addresses }),
    });
  }
}

/** Opens one capture. Throws CaptureError when it is none. */
export async function openOne(file: NamedBlob, at: Vantage | null, options: OpenOptions): Promise<Library> {
  const bytes = new Reread(file.blob);
  const reading = await readAll(file, bytes, at, options);
  const { capture, summary, complaints } = reading;
  const head: Head = {
    version: options.version,
    command: null,
    redaction: { addresses: 'real', payloadBytes: 0 },
    sources: [{ capture, sizeBytes: file.blob.size, sha256: await sha256Of(file.blob) }],
    summary,
    complaints,
  };
  return new OneCapture(file, bytes, at, head, reading);
}
