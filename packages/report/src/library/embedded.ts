/** The library that a page carries within itself. */
import type { ReportDocument } from '../document/document.ts';
import { reducedDocument } from '../document/reduce.ts';
import { chosenFrom } from '../document/summary.ts';
import { examplesOf } from './causes.ts';
import type { Details, Library } from './library.ts';
import { RowCollector } from './rows.ts';
import { rowOf } from './row-of.ts';

export function embeddedLibrary(document: ReportDocument): Library {
  const collector = new RowCollector();
  for (const { record } of document.connections) collector.add(rowOf(record));
  const rows = collector.rows();
  const names = document.connections.map(({ run }) => run?.name ?? '');
  return {
    head: { ...document, complaints: [] },
    rows,
    examples: examplesOf(rows, (index) => document.connections[index]!.record),
    ...(names.some((name) => name !== '') ? { runNames: names } : {}),
    hasCaptures: false,
    details: (index): Promise<Details> => Promise.resolve(document.connections[index]!),
    document: (redaction, only) =>
      Promise.resolve(
        reducedDocument(
          only === null
            ? document
            : chosenFrom(
                document,
                only.map((index) => document.connections[index]!),
              ),
          redaction,
        ),
      ),
    close: () => undefined,
  };
}
