/** A document in the form that is wanted. */
import type { ReportDocument } from '../../document/document.ts';
import { embedDocument } from '../../document/embed.ts';
import { jsonlOf } from './jsonl.ts';
import { svgOf } from './svg.tsx';
import { textOf } from './text.ts';

export const exportForms = ['html', 'svg', 'text', 'jsonl'] as const;
export type ExportForm = (typeof exportForms)[number];

/** A file to be saved. */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** Makes the file. `page`: the bare page, for a page like it. */
export async function makeExport(
  form: ExportForm,
  document: ReportDocument,
  page: string,
): Promise<ExportFile> {
  switch (form) {
    case 'html':
      return {
        name: 'halfopen-report.html',
        type: 'text/html',
        content: await embedDocument(page, document),
      };
    case 'svg':
      return { name: 'halfopen-ladder.svg', type: 'image/svg+xml', content: svgOf(document) };
    case 'text':
      return { name: 'halfopen-report.txt', type: 'text/plain', content: textOf(document) };
    case 'jsonl':
      return { name: 'halfopen-report.jsonl', type: 'application/jsonl', content: jsonlOf(document) };
  }
}
