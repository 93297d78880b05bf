/**
 * Paints a ladder as text.
 *
 *     seconds  client                                │                       │ server                    seconds
 *      0.0000  SYN-SENT  connect(10.7.0.130:8080) …  ├───────── SYN ────────▶│             SYN-RECEIVED   0.0101
 *
 * From 112 columns: five lanes and both ends' times. From 72: three lanes, states among the calls, one time. Below: a
 * list, one event to a line.
 */
import type { Ladder } from './geometry.ts';
import { printable } from './text/foreign.ts';
import { asciiGlyphs, unicodeGlyphs } from './text/glyphs.ts';
import { paintLanes } from './text/lanes.ts';
import { legendOf, type Drawing } from './text/legend.ts';
import { emptyLine, renderLine, wrap, write, type Line, type Tone } from './text/line.ts';
import { paintList } from './text/list.ts';

/** How a ladder is painted. */
export interface TextOptions {
  /** Columns at hand; below 40 the text is as wide as with 40. */
  readonly width: number;
  /** ANSI SGR sequences. Nothing is said by colour alone. */
  readonly colour: boolean;
  /** 7-bit characters only. */
  readonly ascii: boolean;
}

const narrowest = 40;
const threeLanesFrom = 72;
const fiveLanesFrom = 112;

/** The ladder as lines joined by `\n`, none wider than asked, the last one ended too. */
export function paintLadder(ladder: Ladder, options: TextOptions): string {
  const width = Math.max(narrowest, Math.floor(options.width));
  const glyphs = options.ascii ? asciiGlyphs : unicodeGlyphs;
  const drawing: Drawing =
    width >= fiveLanesFrom ? 'five lanes' : width >= threeLanesFrom ? 'three lanes' : 'list';
  const painted =
    drawing === 'list'
      ? { lines: paintList(ladder, width, glyphs), numbered: false }
      : paintLanes(ladder, width, drawing, glyphs);
  const title =
    ladder.title === null ? [] : [...textLines(printable(ladder.title, glyphs.latin), width, 'head'), blank];
  const legend = legendOf(ladder.rows, glyphs, drawing, painted.numbered);
  const foot = legend.length === 0 ? [] : [blank, ...legend.flatMap((text) => textLines(text, width, 'dim'))];
  return [...title, ...painted.lines, ...foot]
    .map((line) => `${renderLine(line, options.colour)}\n`)
    .join('');
}

const blank: Line = emptyLine(0);

function textLines(text: string, width: number, tone: Tone): readonly Line[] {
  return wrap(text, width).map((part) => {
    const line = emptyLine(width);
    write(line, 0, part, tone);
    return line;
  });
}
