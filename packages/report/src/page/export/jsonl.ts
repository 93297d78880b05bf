/** A document as `halfopen.explain/1`: the lines that the command line writes, with packets where there are any. */
import type { ReportDocument } from '../../document/document.ts';

export function jsonlOf({ sources, connections, summary }: ReportDocument): string {
  const lines: unknown[] = [
    ...sources.map(({ capture }) => capture),
    ...connections.map(({ record, story }) =>
      story === null ? record : { ...record, packets: story.events.filter(({ kind }) => kind === 'packet') },
    ),
    summary,
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
