/** From files to a library. */
import { sortFiles } from './bundles.ts';
import type { Library } from './library.ts';
import { openOne, type OpenOptions } from './one-capture.ts';
import type { NamedBlob } from './reading.ts';
import { openRuns } from './runs.ts';
import { openSeveral } from './several-captures.ts';

/** What is wrong, with the file that it is about. */
async function named<Opened>(name: string, opening: Promise<Opened>): Promise<Opened> {
  try {
    return await opening;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(why.includes(name) ? why : `${name}: ${why}`, { cause: error });
  }
}

/** Opens captures, or runs of the lab. Throws an error that says what is wrong with them. */
export function openLibrary(files: readonly NamedBlob[], options: OpenOptions): Promise<Library> {
  const { bundles, captures } = sortFiles(files);
  if (bundles.length > 0) return openRuns(bundles, options);
  const [first, ...others] = captures;
  if (first === undefined) return Promise.reject(new Error('There is no capture among these files.'));
  return named(
    first.name,
    others.length === 0 ? openOne(first, null, options) : openSeveral(captures, options),
  );
}
