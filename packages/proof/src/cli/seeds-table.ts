/** The sums over many seeds as a table in Markdown. */
import type { Sum } from './report.ts';

/** Heads of the columns and what stands below them. */
const columns: readonly (readonly [head: string, figure: (sum: Sum) => number])[] = [
  ['runs', ({ runs }) => runs],
  ['sound', ({ sound }) => sound],
  ['sent', ({ sent }) => sent],
  ['delivered', ({ delivered }) => delivered],
  ['lost', ({ lost }) => lost],
  ['repeated', ({ repeated }) => repeated],
  ['repeated with a warning', ({ flagged }) => flagged],
  ['out of order', ({ reordered }) => reordered],
  ['given back', ({ uncertain }) => uncertain],
  ['died with their sender', ({ orphaned }) => orphaned],
];

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A row for each subject. */
export function seedsTable(sums: ReadonlyMap<string, Sum>): string {
  const head = line(['subject', ...columns.map(([name]) => name)]);
  const rule = `|${'---|'.repeat(columns.length + 1)}\n`;
  const rows = [...sums].map(([name, sum]) => line([name, ...columns.map(([, figure]) => figure(sum))]));
  return `${head}${rule}${rows.join('')}`;
}
