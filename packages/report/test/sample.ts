/** Documents for tests, made of the committed captures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Explainer, findingsOf, recordWithStory } from '@halfopen/explain';
import { type ReportConnection, type ReportDocument, reportSchema } from '../src/document/document.ts';
import { summaryOf } from '../src/document/summary.ts';

const captures = join(import.meta.dirname, '..', '..', '..', 'captures');

export function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(captures, name)));
}

/** A document with all connections of some captures, and their packets. */
export async function documentOf(...names: readonly string[]): Promise<ReportDocument> {
  const connections: ReportConnection[] = [];
  const sources: ReportDocument['sources'][number][] = [];
  for (const name of names) {
    const explainer = new Explainer({ file: name, packets: { most: 100, bytes: { payload: 0 } } });
    for await (const finding of findingsOf(explainer, bytesOf(name))) {
      const told = recordWithStory(finding);
      connections.push({ ...told, record: { ...told.record, id: connections.length + 1 }, run: null });
    }
    sources.push({ capture: explainer.capture(), sizeBytes: bytesOf(name).length, sha256: null });
  }
  return {
    schema: reportSchema,
    version: '1.2.3',
    command: 'halfopen explain x',
    redaction: { addresses: 'real', payloadBytes: 0 },
    sources,
    summary: summaryOf(connections.map(({ record }) => record)),
    connections,
  };
}
