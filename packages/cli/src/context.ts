/** What every command gets: where to write, and how. */
import type { Style } from './terminal/style.ts';

/** The streams of one command, with the style of each. */
export interface Context {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** For results. */
  readonly out: Style;
  /** For progress, warnings and hints. */
  readonly err: Style;
  /** Nothing but errors on standard error. */
  readonly quiet: boolean;
}

/** Typographic characters of our prose, for readers that have 7 bits only. */
const plain: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '~',
  '×': 'x',
  '→': '>',
  µ: 'u',
};

/** The text in 7-bit characters. */
export function toAscii(text: string): string {
  return text.replaceAll(/[\u0080-\u{10ffff}]/gu, (character) => plain[character] ?? '?');
}

/** A line of the result. */
export function print({ stdout, out }: Context, text: string): void {
  stdout.write(`${out.ascii ? toAscii(text) : text}\n`);
}

/** A line beside the result. */
export function tell({ stderr, err, quiet }: Context, text: string): void {
  if (!quiet) stderr.write(`${err.ascii ? toAscii(text) : text}\n`);
}
