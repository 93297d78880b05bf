/**
 * A document as JSON and back. Of a hundred thousand connections most say the same in other places: what verdicts share stands once,
 * in a list, and they name its place there. Bytes are base64.
 */
import type { Vantage } from '@halfopen/catalogue';
import type { ConnectionRecord, Story, VerdictRecord } from '@halfopen/explain';
import { fromBase64, toBase64 } from './bytes.ts';
import { type ReportDocument, reportSchema } from './document.ts';

/** The parts of a verdict that many have in common. */
const sharedParts = ['lookalikes', 'apps', 'settle', 'advice'] as const;
type SharedPart = (typeof sharedParts)[number];

type PackedVerdict = Omit<VerdictRecord, SharedPart> & Readonly<Record<SharedPart, number>>;
type PackedStory = Omit<Story, 'bytes'> & {
  readonly bytes: Readonly<Partial<Record<Vantage, Readonly<Record<number, string>>>>>;
};

interface PackedConnection {
  readonly record: Omit<ConnectionRecord, 'verdict'> & { readonly verdict: PackedVerdict };
  readonly story: PackedStory | null;
  readonly run: ReportDocument['connections'][number]['run'];
}

interface PackedDocument extends Omit<ReportDocument, 'connections'> {
  readonly shared: readonly unknown[];
  readonly connections: readonly PackedConnection[];
}

/** Gives equal values one place in a list. */
class Shared {
  readonly values: unknown[] = [];
  readonly #places = new Map<string, number>();

  placeOf(value: unknown): number {
    const text = JSON.stringify(value);
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.values.length);
    return this.values.push(value) - 1;
  }
}

function mapBytes<From, To>(
  bytes: Readonly<Partial<Record<Vantage, Readonly<Record<number, From>>>>>,
  change: (each: From) => To,
): Partial<Record<Vantage, Record<number, To>>> {
  return Object.fromEntries(
    Object.entries(bytes).map(([vantage, frames]) => [
      vantage,
      Object.fromEntries(Object.entries(frames).map(([frame, each]) => [frame, change(each)])),
    ]),
  );
}

/** The document as JSON. */
export function packDocument(document: ReportDocument): string {
  const shared = new Shared();
  const connections = document.connections.map(({ record, story, run }): PackedConnection => {
    const { verdict } = record;
    const places = Object.fromEntries(sharedParts.map((part) => [part, shared.placeOf(verdict[part])]));
    return {
      record: { ...record, verdict: { ...verdict, ...(places as Record<SharedPart, number>) } },
      story: story === null ? null : { ...story, bytes: mapBytes(story.bytes, toBase64) },
      run,
    };
  });
  const packed: PackedDocument = { ...document, shared: shared.values, connections };
  return JSON.stringify(packed);
}

/** The document of its JSON. Throws where it is none, or one of another version. */
export function unpackDocument(json: string): ReportDocument {
  const packed = JSON.parse(json) as PackedDocument;
  const schema: string = packed.schema;
  if (schema !== reportSchema) throw new Error(`This page reads ${reportSchema}, not ${schema}.`);
  const { shared, connections, ...rest } = packed;
  return {
    ...rest,
    connections: connections.map(({ record, story, run }) => {
      const { verdict } = record;
      const parts = Object.fromEntries(sharedParts.map((part) => [part, shared[verdict[part]]]));
      return {
        record: { ...record, verdict: { ...verdict, ...(parts as Pick<VerdictRecord, SharedPart>) } },
        story: story === null ? null : { ...story, bytes: mapBytes(story.bytes, fromBase64) },
        run,
      };
    }),
  };
}
