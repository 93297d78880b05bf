/** What files are called where several are spoken of. */
import { basename } from 'node:path';

function lastPart(file: string): string {
  return file === '-' ? 'standard input' : basename(file);
}

/** Their last parts where these differ, else the words that were typed. */
export function shortNames(files: readonly string[]): (file: string) => string {
  const counts = new Map<string, number>();
  for (const file of new Set(files)) counts.set(lastPart(file), (counts.get(lastPart(file)) ?? 0) + 1);
  return (file) => (counts.get(lastPart(file)) === 1 ? lastPart(file) : file);
}
