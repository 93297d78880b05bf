/** What a library is called. */
import { counted } from '@halfopen/explain';
import type { Library } from '../library/library.ts';

const MOST_NAMED = 3;

/** The last part of a path. */
export function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

/** The names of its files, or how many there are; of runs of the lab, how many. */
export function namesText({ head, runNames }: Library): string {
  if (runNames !== undefined)
    return runNames.length === 1 ? runNames[0]! : `${counted(runNames.length, 'run')} of the lab`;
  const names = head.sources.map(({ capture }) => baseName(capture.file));
  return names.length > MOST_NAMED ? counted(names.length, 'capture') : names.join(', ');
}
