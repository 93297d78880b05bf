/** The command line of the show. */
import { parseArgs } from 'node:util';
import { UsageError } from '@halfopen/proof';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';

/** What is asked for. */
export interface ShowOptions {
  readonly help: boolean;
  readonly json: boolean;
  readonly write: boolean;
  readonly scenes: readonly Scene[];
}

/** The help page. */
export const help: string = `The examples before and after, under faults, between two hosts in network namespaces. Takes half a minute.

  npm run examples
  npm run examples -- echo

  NAME…     ${scenes.map(({ name }) => name).join(', ')} (all of them)
  --json    a line of JSON for each version, and one for the whole
  --write   the same into docs/session-examples.md, with rounded times
  --help

Exit codes: 0 done; 1 an example did not do what it is to show; 2 wrong usage; 3 a program or privilege is missing; 4 an example could
not be played, or was skipped; 130 interrupted.
`;

/** Reads the command line. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): ShowOptions {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { ...flag, short: 'h' }, json: flag, write: flag },
    });
    const unknown = positionals.find((name) => !scenes.some((scene) => scene.name === name));
    if (unknown !== undefined) {
      const known = scenes.map(({ name }) => name).join(', ');
      throw new UsageError(`There is no example ${JSON.stringify(unknown)}. Known: ${known}.`);
    }
    const chosen = scenes.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { ...values, scenes: chosen };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
