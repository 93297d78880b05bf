/** A line of text under construction: characters at columns, each with the tone it is painted in. */

/** What a piece of text is, for whoever colours it. */
export type Tone = 'plain' | 'dim' | 'head' | 'state' | 'error' | 'reset' | 'killed' | 'kernel' | 'fault';

/** Fixed number of columns, filled with spaces at first. Whatever is written beyond them is dropped. */
export interface Line {
  readonly characters: string[];
  readonly tones: Tone[];
}

const sgr: Readonly<Record<Tone, string>> = {
  plain: '',
  dim: '2',
  head: '1',
  state: '36',
  error: '31',
  reset: '1;31',
  killed: '1;37;41',
  kernel: '35',
  fault: '1;33',
};

/** An empty line. */
export function emptyLine(width: number): Line {
  return {
    characters: Array.from({ length: width }, () => ' '),
    tones: Array.from({ length: width }, (): Tone => 'plain'),
  };
}

/** Writes text from a column on. Every character of it must be one column wide and one code unit long. */
export function write(line: Line, column: number, text: string, tone: Tone = 'plain'): void {
  for (let at = 0; at < text.length; at += 1) {
    const to = column + at;
    if (to < 0 || to >= line.characters.length) continue;
    line.characters[to] = text.charAt(at);
    line.tones[to] = tone;
  }
}

/** Writes text so that it ends before a column. */
export function writeRight(line: Line, end: number, text: string, tone: Tone = 'plain'): void {
  write(line, end - text.length, text, tone);
}

/** The line as a string without trailing spaces, with SGR sequences if `colour`. */
export function renderLine(line: Line, colour: boolean): string {
  const text = line.characters.join('').trimEnd();
  if (!colour) return text;
  let rendered = '';
  let tone: Tone = 'plain';
  for (let at = 0; at < text.length; at += 1) {
    const next: Tone = line.tones[at] ?? 'plain';
    if (next !== tone) {
      rendered += (tone === 'plain' ? '' : '\x1b[0m') + (next === 'plain' ? '' : `\x1b[${sgr[next]}m`);
      tone = next;
    }
    rendered += text.charAt(at);
  }
  return tone === 'plain' ? rendered : `${rendered}\x1b[0m`;
}

/** Breaks text at spaces into lines of at most `width`; a longer word after an underscore or bar, or wherever it must. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )/)) {
    const pieces = word.trimEnd().length > width ? word.split(/(?<=[_|])/) : [word];
    for (const piece of pieces) {
      if (line !== '' && line.length + piece.trimEnd().length > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += piece;
      while (line.trimEnd().length > width) {
        lines.push(line.slice(0, width));
        line = line.slice(width);
      }
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Cuts text to a width, the ellipsis included. */
export function cut(text: string, width: number, ellipsis: string): string {
  if (text.length <= width) return text;
  return width <= ellipsis.length
    ? text.slice(0, Math.max(0, width))
    : text.slice(0, width - ellipsis.length) + ellipsis;
}
