/** `explain --format html`: what was found as one offline page. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { AddressMap, CaptureRecord } from '@halfopen/explain';
import {
  DocumentCollector,
  embedDocument,
  hiddenSource,
  inWords,
  reportSchema,
  type ReportSource,
} from '@halfopen/report';
import { barePage, commandLine } from '../report/page.ts';
import { version } from '../version.ts';
import { shortNames } from './file-names.ts';
import { SummaryCount } from './jsonl.ts';
import type { Output } from './output.ts';
import type { Chooser, Report, Wishes } from './report.ts';

const CHUNK_BYTES = 4 << 20;

/** SHA-256 of a file's bytes as they lie on the disk; `null`: it is a pipe, and gone. */
function sha256Of(path: string): { readonly sizeBytes: number; readonly sha256: string } | null {
  if (path === '-' || !statSync(path).isFile()) return null;
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const fd = openSync(path, 'r');
  let sizeBytes = 0;
  try {
    for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) {
      hash.update(chunk.subarray(0, read));
      sizeBytes += read;
    }
  } finally {
    closeSync(fd);
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** Where files lie, by what records call them. */
function pathsOf(files: readonly string[]): ReadonlyMap<string, string> {
  const nameOf = shortNames(files);
  return new Map(files.flatMap((file) => [[nameOf(file), file] as const, [file, file] as const]));
}

/** What is known of a file. */
function sourceOf(capture: CaptureRecord, paths: ReadonlyMap<string, string>): ReportSource {
  const path = paths.get(capture.file) ?? '-';
  return { capture, ...(sha256Of(path) ?? { sizeBytes: null, sha256: null }) };
}

/** One page for everything that is asked for; the worst connections have their packets in it. */
export function htmlReport(
  output: Output,
  wishes: Wishes,
  chooser: Chooser,
  { payloadBytes, addresses }: { readonly payloadBytes: number; readonly addresses: AddressMap | null },
  files: readonly string[],
): Report {
  const collector = new DocumentCollector();
  const count = new SummaryCount();
  const captures: CaptureRecord[] = [];
  const paths = pathsOf(files);
  // before an hour of reading, not after it
  const page = barePage();
  return {
    begin: () => ({
      capture: (record) => void captures.push(record),
      found(connection) {
        if (chooser.wants(connection)) {
          count.add(connection);
          const { record, story } = chooser.told(connection);
          // a file's name can name an address, and records name files
          const told = addresses === null ? record : inWords(record, addresses);
          collector.add({ record: told, story, run: null });
        }
        return 'more';
      },
      ready: (signal) => output.drained(signal),
    }),
    end: () => chooser.nextInput(),
    async finish() {
      const isAll = wishes.filter === null && wishes.connection === null;
      const html = await embedDocument(page, {
        schema: reportSchema,
        version,
        command: addresses === null ? commandLine() : addresses.inText(commandLine()),
        redaction: { addresses: addresses === null ? 'real' : 'mapped', payloadBytes },
        sources: captures.map((capture) => hiddenSource(sourceOf(capture, paths), addresses)),
        summary: count.record(isAll ? null : chooser.total),
        connections: collector.connections(),
      });
      output.line(html.trimEnd());
    },
  };
}
