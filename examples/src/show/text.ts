/**
 * Pairs as text, side by side:
 *
 *     Every packet is lost for 7 s, and nothing says so
 *          s  before: net.Socket                  after: session
 *       -0.9  client  line 1 ... 10              client  line 1 ... 10
 *        0.0  --- packets are lost from here on ---
 *        4.5                                      client  offline HO_SILENT_PEER
 */
import type { Act, Sight } from './play.ts';
import type { Pair } from './perform.ts';
import type { Tally } from './scene.ts';

/** How times are written. What is written alike keeps an order that does not depend on the run. */
export type TimeText = (ms: number) => string;

/** Tenths of a second. */
export const exactTime: TimeText = (ms) => (ms / 1000).toFixed(1);

/**
 * The next of a few steps, in seconds: the same in every run, or nearly. What was planned for a whole second keeps it, and what was before the
 * fault has no time.
 */
export const roundTime: TimeText = (ms) => {
  if (ms < 0) return '';
  if (ms % 1000 === 0) return String(ms / 1000);
  return String(STEPS_S.find((step) => ms <= step * 1000 + AT_ONCE_MS) ?? Math.ceil(ms / 1000));
};

const STEPS_S = [0, 5, 8, 10, 15, 20, 30];
const AT_ONCE_MS = 400;

const TIME_WIDTH = 6;
const COLUMN_WIDTH = 46;
/** Lines that differ in their number only are told as one, if they come this close after each other. */
const SERIES_GAP_MS = 1500;
const NUMBER = /\d+(?!.*\d)/;

interface Row {
  readonly atMs: number;
  readonly column: Column;
  readonly program: string;
  readonly text: string;
}

type Column = 'both' | 'before' | 'after';
const columnOrder: readonly Column[] = ['both', 'before', 'after'];

interface Series {
  readonly sight: Sight;
  readonly last: Sight;
}

function numberIn(text: string): number | null {
  const found = NUMBER.exec(text);
  return found === null ? null : Number(found[0]);
}

function continues({ last }: Series, next: Sight): boolean {
  const [from, to] = [numberIn(last.text), numberIn(next.text)];
  return (
    from !== null &&
    to === from + 1 &&
    last.program === next.program &&
    next.program !== null &&
    last.text.replace(NUMBER, '') === next.text.replace(NUMBER, '') &&
    next.atMs - last.atMs < SERIES_GAP_MS
  );
}

/** Sights of one version, with counted lines drawn together. Each program's series goes on while others speak. */
function drawn(sights: readonly Sight[]): readonly Series[] {
  const all: Series[] = [];
  const latest = new Map<string | null, number>();
  for (const sight of sights) {
    const at = latest.get(sight.program);
    const series = at === undefined ? undefined : all[at];
    if (at !== undefined && series !== undefined && continues(series, sight)) {
      all[at] = { ...series, last: sight };
    } else {
      latest.set(sight.program, all.length);
      all.push({ sight, last: sight });
    }
  }
  return all;
}

function textOf({ sight, last }: Series): string {
  const { program, text } = sight;
  if (last === sight) return `${program}  ${text}`;
  return `${program}  ${text} ... ${numberIn(last.text)}`;
}

function rowsOf(act: Act, column: 'before' | 'after'): readonly Row[] {
  return drawn(act.sights).map((series) => ({
    atMs: series.sight.atMs,
    column: series.sight.program === null ? 'both' : column,
    program: series.sight.program ?? '',
    text: series.sight.program === null ? `--- ${series.sight.text} ---` : textOf(series),
  }));
}

/** What the show did is the same in both, and told once. */
function merged(before: Act, after: Act, time: TimeText): readonly Row[] {
  const rows = [...rowsOf(before, 'before')];
  for (const row of rowsOf(after, 'after')) {
    const told = row.column === 'both' && rows.some((one) => one.column === 'both' && one.text === row.text);
    if (!told) rows.push(row);
  }
  return rows.toSorted((a, b) =>
    time(a.atMs) === time(b.atMs)
      ? columnOrder.indexOf(a.column) - columnOrder.indexOf(b.column) ||
        a.program.localeCompare(b.program) ||
        a.atMs - b.atMs
      : a.atMs - b.atMs,
  );
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S )(?=\S)/)) {
    if (line !== '' && (line + word).trimEnd().length > COLUMN_WIDTH) {
      lines.push(line.trimEnd());
      line = '        ';
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}

function rowText({ atMs, column, text }: Row, time: TimeText): string {
  const clock = time(atMs).padStart(TIME_WIDTH);
  if (column === 'both') return `${clock}  ${text}\n`;
  const indent = ' '.repeat(column === 'after' ? COLUMN_WIDTH + 2 : 0);
  return wrap(text)
    .map((line, index) => `${index === 0 ? clock : ' '.repeat(TIME_WIDTH)}  ${indent}${line}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

function columns(label: string, before: string, after: string): string {
  return `${label.padStart(TIME_WIDTH)}  ${before.padEnd(COLUMN_WIDTH)}  ${after}`.trimEnd();
}

function cell(label: string, value: string): string {
  return `${value.padStart(5)}  ${label}`;
}

function figures({ scene, before, after }: Pair, time: TimeText): string {
  const { words } = scene;
  const noticed = (ms: number | null): string => (ms === null ? 'never' : `${time(ms)} s`);
  const rows: readonly (readonly [string, (tally: Tally) => string])[] = [
    [words.sent, ({ sent }) => String(sent)],
    [words.arrived, ({ arrived }) => String(arrived)],
    [words.unknown, ({ unknown }) => String(unknown)],
    ['repeated', ({ repeated }) => String(repeated)],
    ['noticed after', ({ noticedMs }) => noticed(noticedMs)],
  ];
  return rows
    .map(([label, of]) => `${columns('', cell(label, of(before.tally)), cell(label, of(after.tally)))}\n`)
    .join('');
}

/** What happened in each act. */
export function actsText({ scene, before, after }: Pair, time: TimeText): string {
  const { versions } = scene;
  const acts = before.acts.map((act, index) => {
    const other = after.acts[index] ?? { title: '', sights: [] };
    const rows = merged(act, other, time).map((row) => rowText(row, time));
    return `${act.title}\n\n${columns('s', versions.before, versions.after)}\n${rows.join('')}`;
  });
  return `${acts.join('\n')}\n${figures({ scene, before, after }, time)}`;
}

/** One pair for a terminal. */
export function pairText(pair: Pair): string {
  const { scene, before, after } = pair;
  const rule = '='.repeat(scene.title.length);
  return `${scene.title}\n${rule}\n\n${actsText(pair, exactTime)}\n${scene.conclusion(before.tally, after.tally)}\n`;
}

/** One version as a line of JSON. */
export function resultJson(pair: Pair, version: 'before' | 'after'): string {
  const { acts, tally } = pair[version];
  return JSON.stringify({
    type: 'play',
    schema: 'halfopen.examples/1',
    example: pair.scene.name,
    version,
    acts: acts.map(({ title, sights }) => ({
      title,
      sights: sights.map(({ atMs, program, text }) => ({ t: (atMs / 1000).toFixed(3), program, text })),
    })),
    ...tally,
  });
}
