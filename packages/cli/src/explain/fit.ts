/**
 * Sections of text, cut down to a number of lines:
 *
 *     label      first paragraph, broken into lines
 *                with a hanging indent
 *                second paragraph
 *     label      ...
 *
 * What does not fit is left out paragraph by paragraph, in the order in which the sections say they can spare them.
 */
import { wrap } from '../terminal/text.ts';

/** A paragraph; `whole`: never broken, so that it can be copied; `dear`: given up after those that are not. */
export interface Paragraph {
  readonly text: string;
  readonly whole?: boolean;
  readonly dear?: boolean;
}

/** Some paragraphs under a label. */
export interface Section {
  readonly label: string;
  readonly paragraphs: readonly Paragraph[];
}

/** A section that gives up a paragraph, down to `least` of them. */
export interface Spare {
  readonly label: string;
  readonly least: number;
  /** Which goes first; default `last`. `second`: the first and the latest stay as long as possible, the latest longer. */
  readonly give?: 'last' | 'second';
}

/** A line with its label, which is empty below the first. */
export interface LabelledLine {
  readonly label: string;
  readonly text: string;
}

function linesOf({ text, whole }: Paragraph, width: number): readonly string[] {
  return whole === true ? [text] : wrap(text, width);
}

/** Lines on a screen of so many columns. */
function height(section: Section, width: number): number {
  const lines = section.paragraphs.flatMap((paragraph) => linesOf(paragraph, width));
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
}

/** The paragraphs in the order in which they go. */
function goingOrder(count: number, give: Spare['give']): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (give !== 'second') return all.toReversed();
  return [...all.slice(1, -1), 0, ...all.slice(1).slice(-1)];
}

function sparing(section: Section, { label, least, give }: Spare): Section {
  const { paragraphs } = section;
  if (section.label !== label || paragraphs.length <= least) return section;
  const order = goingOrder(paragraphs.length, give);
  const gone = order.find((index) => paragraphs[index]?.dear !== true) ?? order[0];
  return { label, paragraphs: paragraphs.filter((_, index) => index !== gone) };
}

/** The sections, with paragraphs left out until they take no more than `most` lines or nothing more can be spared. */
export function fit(
  sections: readonly Section[],
  width: number,
  most: number,
  spares: readonly Spare[],
): readonly Section[] {
  let fitted = sections;
  for (const spare of spares) {
    for (;;) {
      if (fitted.reduce((sum, section) => sum + height(section, width), 0) <= most) return fitted;
      const next = fitted.map((section) => sparing(section, spare));
      if (next.every((section, index) => section === fitted[index])) break;
      fitted = next;
    }
  }
  return fitted;
}

/** The sections' lines. `width` is that of the text beside the labels. */
export function layOut(sections: readonly Section[], width: number): LabelledLine[] {
  return sections.flatMap(({ label, paragraphs }) =>
    paragraphs
      .flatMap((paragraph) => linesOf(paragraph, width))
      .map((text, index) => ({ label: index === 0 ? label : '', text })),
  );
}
