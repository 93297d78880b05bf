/** The command line of the proof. */
import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import { faults } from '../faults/faults.ts';
import type { Profile, Side } from '../record/records.ts';
import { type Load, loads } from '../schedule/schedule.ts';
import type { Subject } from '../subjects/subject.ts';
import { subjects } from '../subjects/subjects.ts';
import type { Fault } from '../faults/fault.ts';

/** What is asked for. */
export interface ProofOptions {
  readonly help: boolean;
  readonly list: boolean;
  readonly printSchedule: boolean;
  readonly json: boolean;
  readonly matrix: boolean;
  readonly record: boolean;
  readonly log: boolean;
  readonly realTime: boolean;
  readonly subjects: readonly Subject[];
  readonly faults: readonly Fault[];
  readonly maxFaults: number;
  readonly firstSeed: number;
  readonly lastSeed: number;
  readonly workers: number;
  readonly load: Load | null;
  readonly side: Side | null;
  readonly profile: Profile | null;
  /** File for the results, beside standard output. */
  readonly out: string | null;
}

/** The help page. */
export const help: string = `Seeded failures in real network namespaces, and what became of every message.

  npm run proof -- --subject session --seeds 1-1000
  npm run proof -- --subject all --fault black-hole --load full
  npm run proof -- --print-schedule --seeds 7
  npm run proof -- --matrix

  --subject NAME,…    ${[...subjects.map(({ name }) => name), 'all'].join(', ')} (session)
  --fault NAME,…      faults to choose from, or all (all); --list shows them
  --seeds A-B         one run for each seed (1-20)
  --faults-per-run N  at most so many faults in one run (2)
  --load L            idle, busy or full: what is under way when a fault begins (chosen by the seed)
  --side S            client or server, for faults that hit one (chosen by the seed)
  --profile P         fast or default: timers of the session (fast; default with --real-time)
  --real-time         faults last as long as in life, kernel timers are the kernel's
  --jobs N            runs at a time (8)
  --json              a line of JSON for each run
  --out FILE          the same lines to a file as well
  --matrix            every fault with every subject in real time, into docs/session-proof.md
  --record            the sums of the seeds into docs/session-proof.md
  --log               everything the programs told, before each run's result
  --print-schedule    what the seeds stand for; nothing is run

Exit codes: 0 every run was sound; 1 a run was not; 2 wrong usage; 3 a program or privilege is missing; 4 a run could not be
made; 130 interrupted.
`;

function named<Item extends { readonly name: string }>(
  what: string,
  text: string,
  items: readonly Item[],
): readonly Item[] {
  if (text === 'all') return items;
  return text.split(',').map((name) => {
    const found = items.find((item) => item.name === name);
    if (found !== undefined) return found;
    const known = items.map((item) => item.name);
    const meant = known.filter((other) => other.includes(name) || name.includes(other));
    const hint = name !== '' && meant.length > 0 ? ` Do you mean ${meant.join(' or ')}?` : '';
    throw new UsageError(
      `There is no ${what} ${JSON.stringify(name)}.${hint} Known: ${known.join(', ')}, all.`,
    );
  });
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} must be a whole number from 1.`);
}

function seedsOf(text: string): readonly [number, number] {
  const [first = '', last = first, ...more] = text.split('-');
  const seeds = [wholeNumber('seeds', first), wholeNumber('seeds', last)] as const;
  if (more.length > 0 || seeds[1] < seeds[0])
    throw new UsageError('--seeds must be a number or a range as 1-1000.');
  return seeds;
}

function oneOf<Choice extends string>(
  option: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | null {
  if (text === undefined) return null;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`--${option} must be one of ${choices.join(', ')}.`);
  return choice;
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  return parseArgs({
    args: [...args],
    options: {
      help: { ...flag, short: 'h' },
      list: flag,
      'print-schedule': flag,
      json: flag,
      matrix: flag,
      record: flag,
      log: flag,
      'real-time': flag,
      subject: text,
      fault: { ...text, default: 'all' },
      seeds: { ...text, default: '1-20' },
      'faults-per-run': { ...text, default: '2' },
      load: text,
      side: text,
      profile: text,
      jobs: { ...text, default: '8' },
      out: text,
    },
  }).values;
}

/** Reads the command line. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): ProofOptions {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const modes = (['matrix', 'record', 'print-schedule'] as const).filter((mode) => values[mode]);
  if (modes.length > 1) throw new UsageError(`--${modes.join(' and --')} do not go together.`);
  const [firstSeed, lastSeed] = seedsOf(values.seeds);
  const defaultSubject = values.matrix ? 'all' : (subjects[0]?.name ?? 'all');
  return {
    help: values.help,
    list: values.list,
    printSchedule: values['print-schedule'],
    json: values.json,
    matrix: values.matrix,
    record: values.record,
    log: values.log,
    realTime: values['real-time'],
    subjects: named('subject', values.subject ?? defaultSubject, subjects),
    faults: named('fault', values.fault, faults),
    maxFaults: wholeNumber('faults-per-run', values['faults-per-run']),
    firstSeed,
    lastSeed,
    workers: wholeNumber('jobs', values.jobs),
    load: oneOf('load', values.load, loads),
    side: oneOf('side', values.side, ['client', 'server']),
    profile: oneOf('profile', values.profile, ['default', 'fast']),
    out: values.out ?? null,
  };
}
