/**
 * The command tree: what can be typed, and what each word means. What a command needs is loaded when it runs, so that none
 * waits for the parts of another.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Vantage } from '@halfopen/catalogue';
import type { Context } from './context.ts';
import { type ExitCode, UserError, exitCodes } from './exit-codes.ts';
import { helpTopics } from './help.ts';
import { defaultJobs } from './lab/cpus.ts';
import { labMode } from './lab/modes.ts';
import { styleFor } from './terminal/style.ts';
import { version } from './version.ts';

const MAX_SEED = 2 ** 32 - 1;
const MAX_JOBS = 64;

function integerBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** The forms of a result. */
type Form = 'text' | 'jsonl' | 'html';

interface OutputOptions {
  readonly format?: Form;
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly quiet?: boolean;
}

interface LabOptions extends OutputOptions {
  readonly seeds?: boolean;
  readonly all?: boolean;
  readonly realTime?: boolean;
  readonly ladder?: boolean;
  readonly seed: number;
  readonly jobs: number;
  readonly out?: string;
}

function contextOf({ ascii, width, quiet }: OutputOptions, toFile = false): Context {
  const wishes = { ascii, width };
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    out: styleFor(toFile ? {} : process.stdout, process.env, wishes),
    err: styleFor(process.stderr, process.env, { ascii }),
    quiet: quiet === true,
  };
}

function wantsJson({ format, json }: OutputOptions): boolean {
  return json === true || format === 'jsonl';
}

/** The form that is asked for. */
function formOf({ format, json }: OutputOptions): Form {
  return json === true ? 'jsonl' : (format ?? 'text');
}

function withOutputOptions(command: Command, forms: readonly Form[] = ['text', 'jsonl']): Command {
  return command
    .addOption(new Option('--format <form>', 'how to write the result').choices(forms))
    .option('--json', 'short for --format jsonl')
    .option('--ascii', '7-bit characters only')
    .option('--width <columns>', 'columns of the output', integerBetween(40, 1000))
    .option('-q, --quiet', 'no progress, warnings or hints on standard error');
}

const labHelp = `
Examples:
  halfopen lab close-unread             make one case happen, all its variants
  halfopen lab close-reader-exits --ladder
                                        packets, calls and states of both sides, drawn
  halfopen lab close-linger0/write-first --ladder
                                        one variant only
  halfopen lab --seeds --out runs       all cases of the seed articles, captures kept in runs/
  halfopen lab --seeds --json           the same, one JSON object a line
  halfopen lab close-unread --format html > page.html
                                        as one offline page, for a browser
  halfopen lab --claims                 what the articles say, held against this kernel
  halfopen lab send-cut --real-time     with the kernel's own timers: takes 16 minutes, and says so

Every run has three hosts of its own (client, router, server) in network namespaces,
real kernel TCP between them, 10 ms each way, and a capture at each. Nothing on this
machine's own network is touched. Timers are shortened unless --real-time is given.
Root is not needed where user namespaces are allowed; as root the kernel's own
reasons for resets are shown too. See also: halfopen doctor, halfopen help exit-codes
`;

/** The long options that were typed. */
function typedFlags(command: Command): string[] {
  return command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long, flags }) => long ?? flags);
}

async function runCases(context: Context, words: readonly string[], options: LabOptions): Promise<ExitCode> {
  const [{ labCommand }, { selectBookings }] = await Promise.all([
    import('./lab/command.ts'),
    import('./lab/select.ts'),
  ]);
  const all = options.seeds === true || options.all === true;
  return labCommand(context, selectBookings(words, all), {
    seed: options.seed,
    jobs: options.jobs,
    realTime: options.realTime === true,
    out: options.out ?? null,
    ladder: options.ladder === true,
    format: formOf(options),
  });
}

async function runLab(words: readonly string[], options: LabOptions, command: Command): Promise<ExitCode> {
  const context = contextOf(options);
  const json = wantsJson(options);
  switch (labMode(words, typedFlags(command), formOf(options))) {
    case 'clean': {
      const { cleanCommand } = await import('./lab/command.ts');
      return cleanCommand(context);
    }
    case 'claims': {
      const { claimsCommand } = await import('./claims/command.ts');
      return claimsCommand(context, { seed: options.seed, jobs: options.jobs, json });
    }
    case 'list': {
      const { casesCommand } = await import('./cases/command.ts');
      return casesCommand(context, undefined, json);
    }
    case 'runs':
      return runCases(context, words, options);
  }
}

function labCommandLine(finish: (code: ExitCode) => void): Command {
  return withOutputOptions(
    new Command('lab')
      .description('make TCP connections fail for real, and show what everybody saw')
      .argument('[case...]', 'cases, or case/variant; see: halfopen cases')
      .option('--seeds', 'the cases of the seed articles')
      .option('--all', 'every case that can be made here')
      .option('--list', 'list the cases and stop')
      .option('--claims', 'hold the claims of the seed articles against what this kernel does')
      .option('--ladder', 'draw each run: packets, calls and states side by side')
      .option('--real-time', "leave the kernel's timers as they are; some cases then take minutes")
      .option('--seed <n>', 'ports and pauses of the programs follow from it', integerBetween(0, MAX_SEED), 1)
      .option('--jobs <n>', 'runs at a time', integerBetween(1, MAX_JOBS), defaultJobs)
      .option('--out <folder>', 'keep the captures and the truth of each run there')
      .option('--clean', 'remove what a killed lab left behind, and stop'),
    ['text', 'jsonl', 'html'],
  )
    .addHelpText('after', labHelp)
    .action(async (words: string[], options: LabOptions, command: Command) =>
      finish(await runLab(words, options, command)),
    );
}

interface ExplainOptions extends OutputOptions {
  readonly at?: readonly Vantage[];
  readonly separate?: boolean;
  readonly ranThroughout?: boolean;
  readonly connection?: number;
  readonly ladder?: boolean;
  readonly filter?: string;
  readonly hideAddresses?: boolean;
  readonly payload?: number;
  readonly failOn?: 'failed' | 'partial';
  readonly output?: string;
}

const vantages: readonly Vantage[] = ['client', 'server', 'middle'];

/** `client`, or one for each file: `client,server`. */
function vantagesFrom(text: string): readonly Vantage[] {
  return text.split(',').map((word) => {
    const found = vantages.find((vantage) => vantage === word.trim());
    if (found === undefined)
      throw new InvalidArgumentError(
        `Allowed choices are ${vantages.join(', ')}; for several files a list with commas.`,
      );
    return found;
  });
}

const explainHelp = `
Examples:
  halfopen explain capture.pcap         a table of what went wrong, or one verdict
  halfopen explain capture.pcap --connection 7 --ladder
                                        one connection: verdict, evidence, its packets drawn
  halfopen explain server.pcapng.gz --at server --filter 'port 8080 outcome failed'
  halfopen explain client.pcap server.pcap --at client,server
                                        both together: what left one and never reached the other
  halfopen explain client.pcap server.pcap --connection 7 --ladder
                                        one connection from both: what arrived when, what was lost
  tcpdump -i eth0 -U -w - tcp | halfopen explain - --json
  halfopen explain capture.pcap --format html -o page.html
                                        as one offline page, for a browser
  halfopen explain ci.pcap --fail-on failed -q
                                        exit code 1 if a connection failed

pcap and pcapng, gzipped or not, told apart by content; - is standard input. Each verdict
names the case, how sure it is, who ended the connection, the frames that show it, what
both programs saw, what looks the same, and what to change.

Several files are taken for captures of the same traffic, made at different places: each
connection is told once, whoever saw it, through a NAT too, and their clocks may differ.
With --separate each file is explained by itself; the connections' numbers then run on.
--ran-throughout says that all captures ran from the first frame of any to the last, so
that absence is evidence: what is not in one of them did not pass there.
--ladder draws what several files have of a connection on one clock, with what was lost.
See also: halfopen help filters, halfopen help formats, halfopen cases CASE
`;

/** What each word of --fail-on stands for: itself and worse. */
const failOnOutcomes = { failed: ['failed'], partial: ['failed', 'partial'] } as const;

/** Payload is shown by a page only. Throws UserError. */
function payloadOf(options: ExplainOptions): number {
  if (options.payload !== undefined && formOf(options) !== 'html')
    throw new UserError(
      exitCodes.usage,
      '--payload is about the bytes in a page: it goes with --format html.',
    );
  return options.payload ?? 0;
}

async function runExplain(files: readonly string[], options: ExplainOptions): Promise<ExitCode> {
  const { explainCommand } = await import('./explain/command.ts');
  const toFile = options.output !== undefined && options.output !== '-';
  return explainCommand(contextOf(options, toFile), files, {
    at: options.at ?? [],
    separate: options.separate === true,
    ranThroughout: options.ranThroughout === true,
    connection: options.connection ?? null,
    ladder: options.ladder === true,
    filter: options.filter ?? null,
    hideAddresses: options.hideAddresses === true,
    payloadBytes: payloadOf(options),
    failOn: options.failOn === undefined ? [] : failOnOutcomes[options.failOn],
    format: formOf(options),
    output: options.output ?? null,
  });
}

function explainCommandLine(finish: (code: ExitCode) => void): Command {
  return withOutputOptions(
    new Command('explain')
      .description('from captures to verdicts: how each TCP connection died, who ended it, what shows it')
      .argument('<file...>', 'captures: pcap or pcapng, gzipped or not; - is standard input')
      .addOption(
        new Option(
          '--at <places>',
          'where the capture was made, if the packets do not show it: client, server or middle; of several files one for each, in their order: client,server',
        ).argParser(vantagesFrom),
      )
      .option('--separate', 'several files are not the same traffic: explain each by itself')
      .option('--ran-throughout', 'all captures ran all the time: what one lacks did not pass it')
      .option('--connection <n>', 'only this one', integerBetween(1, Number.MAX_SAFE_INTEGER))
      .option('--ladder', 'draw the packets; in jsonl: list them')
      .option('--hide-addresses', 'replace all addresses: 10.0.0.1, 10.0.0.2 ...')
      .option('--payload <bytes>', 'of each packet, keep so many in a page (html)', integerBetween(0, 65_535))
      .option('--filter <expr>', 'only connections that pass; see: halfopen help filters')
      .addOption(
        new Option('--fail-on <outcome>', 'exit code 1 if there is one like this or worse').choices([
          'failed',
          'partial',
        ]),
      )
      .option('-o, --output <file>', 'write the result there'),
    ['text', 'jsonl', 'html'],
  )
    .addHelpText('after', explainHelp)
    .action(async (files: string[], options: ExplainOptions) => finish(await runExplain(files, options)));
}

function helpCommandLine(program: Command): Command {
  const names = Object.keys(helpTopics).join(', ');
  return new Command('help')
    .description('help on a command or a topic')
    .argument('[topic]', `a command, or one of ${names}`)
    .action((topic: string | undefined) => {
      if (topic === undefined) program.help();
      const command = program.commands.find((each) => each.name() === topic);
      if (command !== undefined) command.help();
      const page = helpTopics[topic];
      if (page === undefined)
        throw new UserError(
          exitCodes.usage,
          `There is no help on ${topic}. Topics: ${names}; or the name of a command.`,
        );
      process.stdout.write(`${page.title}\n\n${page.text}\n`);
    });
}

/** The whole tree. `finish` hears the exit code of the command that ran. */
export function buildProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('halfopen')
    .description('the workbench for TCP connection failure')
    .version(version, '-V, --version')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  halfopen lab --seeds                       every failure of the seed articles, for real
  halfopen lab close-reader-exits --ladder   one of them, packet by packet, call by call
  halfopen explain capture.pcap              what happened to each connection, and who did it
  halfopen cases close-unread                what a case is, how to tell it, what to change
  halfopen report                            the page to drop captures on
  halfopen doctor                            what this machine can do

Topics: halfopen help exit-codes | environment | filters | formats | glossary
`,
    );
  program.addCommand(labCommandLine(finish));
  program.addCommand(explainCommandLine(finish));
  program.addCommand(
    withOutputOptions(
      new Command('cases')
        .description('the catalogue of failures; one case as a page')
        .argument('[case]', 'the id of a case, e.g. close-unread'),
    ).action(async (id: string | undefined, options: OutputOptions) => {
      const { casesCommand } = await import('./cases/command.ts');
      finish(casesCommand(contextOf(options), id, wantsJson(options)));
    }),
  );
  program.addCommand(
    withOutputOptions(
      new Command('doctor').description(
        'what this machine can do, found out by trying, and the command that adds what is missing',
      ),
    ).action(async (options: OutputOptions) => {
      const { doctorCommand } = await import('./doctor.ts');
      finish(await doctorCommand(contextOf(options), wantsJson(options)));
    }),
  );
  program.addCommand(
    new Command('report')
      .description('the page that explains captures dropped on it: one file, offline, for any browser')
      .argument('[bundle...]', 'runs that halfopen lab --out has kept, to be shown in it')
      .option('-o, --output <file>', 'write the page there; - is standard output', 'halfopen.html')
      .option('-q, --quiet', 'no hints on standard error')
      .action(async (bundles: string[], options: { output: string; quiet?: boolean }) => {
        const { reportCommand } = await import('./report/command.ts');
        finish(await reportCommand(contextOf(options, options.output !== '-'), bundles, options.output));
      }),
  );
  program.addCommand(helpCommandLine(program));
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError(true);
  return program;
}
