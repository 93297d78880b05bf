/** What a command line of `halfopen lab` asks for, and which of its words have no place there. */
import { UserError, exitCodes } from '../exit-codes.ts';

/** `runs`: make the cases that are named, or all. */
export type LabMode = 'runs' | NamedMode;

type NamedMode = 'list' | 'claims' | 'clean';

/** How to write, not what: these go with everything. */
const STYLE = ['--ascii', '--width', '--quiet'] as const;
const FORM = ['--format', '--json'] as const;
const ALL = ['--seeds', '--all'] as const;
const LISTING: ReadonlySet<string> = new Set([...STYLE, ...FORM]);

/** The flag of each mode that has one, and the options it heeds. */
const modes: Readonly<Record<NamedMode, readonly [flag: string, ...heeded: string[]]>> = {
  list: ['--list', ...FORM],
  claims: ['--claims', ...FORM, '--seed', '--jobs'],
  clean: ['--clean'],
};

function usage(message: string): UserError {
  return new UserError(exitCodes.usage, message);
}

function modeNamed(flags: readonly string[]): NamedMode | undefined {
  const named = (['list', 'claims', 'clean'] as const).filter((mode) => flags.includes(modes[mode][0]));
  if (named.length > 1)
    throw usage(`${named.map((mode) => modes[mode][0]).join(' and ')} do not go together.`);
  return named[0];
}

function withoutMode(words: readonly string[], flags: readonly string[]): LabMode {
  const everything = ALL.some((flag) => flags.includes(flag));
  if (words.length > 0 && everything) throw usage('Name cases, or give --seeds or --all; not both.');
  if (words.length > 0 || everything) return 'runs';
  const idle = flags.filter((flag) => !LISTING.has(flag));
  if (idle.length > 0) throw usage(`Name cases, or give --seeds or --all: ${idle.join(', ')} is about runs.`);
  return 'list';
}

/**
 * The mode of a command line, by the names of cases and the long options that were typed. Throws a {@link UserError}
 * rather than ignore a word. `form`: how the result is wanted, whichever option said so.
 */
export function labMode(
  words: readonly string[],
  flags: readonly string[],
  form: 'text' | 'jsonl' | 'html',
): LabMode {
  const mode = modeNamed(flags);
  if (mode === undefined) {
    if (form === 'jsonl' && flags.includes('--ladder'))
      throw usage('--ladder draws text: it does not go with --json. Bundles (--out) hold a ladder each.');
    if (form === 'html' && flags.includes('--ladder'))
      throw usage('--ladder draws text: a page (--format html) has a ladder of every run anyway.');
    const meant = withoutMode(words, flags);
    if (form === 'html' && meant === 'list')
      throw usage('Name cases, or give --seeds or --all: a page is about runs.');
    return meant;
  }
  if (form === 'html') throw usage(`${modes[mode][0]} does not go with --format html: it makes no runs.`);
  const heeded: ReadonlySet<string> = new Set([...modes[mode], ...STYLE]);
  const idle = flags.filter((flag) => !heeded.has(flag));
  const useless = [...(words.length > 0 ? ['names of cases'] : []), ...idle];
  if (useless.length > 0) throw usage(`${modes[mode][0]} does not go with ${useless.join(', ')}.`);
  return mode;
}
