/** Colour and symbols, only where the output can show them. Meaning never rests on colour alone. */
import { styleText } from 'node:util';

/** How to write to one stream. */
export interface Style {
  readonly colour: boolean;
  /** Only 7-bit characters. */
  readonly ascii: boolean;
  /** Columns. */
  readonly width: number;
}

type Format = Parameters<typeof styleText>[0];

/** Narrowest output laid out for. */
const MIN_WIDTH = 40;
/** Width of output that is not a terminal: no line is cut for a reader that has no columns. */
const FILE_WIDTH = 140;

/** Environment variables that steer it: NO_COLOR, FORCE_COLOR, TERM, COLUMNS, LC_ALL, LC_CTYPE, LANG. */
type Environment = Readonly<Record<string, string | undefined>>;

function wantsColour(isTerminal: boolean, environment: Environment): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && environment['TERM'] !== 'dumb';
}

function isAsciiLocale(environment: Environment): boolean {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return locale !== '' && !/utf-?8/i.test(locale);
}

/** The style for a stream. `ascii` and `width` overrule what is found out. */
export function styleFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Environment,
  wishes: { readonly ascii?: boolean | undefined; readonly width?: number | undefined } = {},
): Style {
  const columns = wishes.width ?? stream.columns ?? (Number(environment['COLUMNS']) || FILE_WIDTH);
  return {
    colour: wantsColour(stream.isTTY === true, environment),
    ascii: wishes.ascii ?? isAsciiLocale(environment),
    width: Math.max(MIN_WIDTH, columns),
  };
}

/** The text in a colour or weight, if the style has them. */
export function paint(style: Style, format: Format, text: string): string {
  return style.colour ? styleText(format, text, { validateStream: false }) : text;
}

/** Marks before a line, with their ASCII stand-ins. */
const marks = {
  good: ['✓', 'ok'],
  bad: ['✗', 'XX'],
  skipped: ['–', '--'],
  warning: ['!', '!'],
} as const;

/** A mark in its colour. */
export function mark(style: Style, kind: keyof typeof marks): string {
  const symbol = marks[kind][style.ascii ? 1 : 0];
  const format = { good: 'green', bad: 'red', skipped: 'dim', warning: 'yellow' } as const;
  return paint(style, format[kind], symbol);
}
