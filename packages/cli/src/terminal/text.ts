/** Laying out plain text in columns. Widths count characters: all text of ours is one column a character. */

/** The text cut to `width`, with a mark where something is gone. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 1 ? text.slice(0, width) : `${text.slice(0, width - 1)}…`;
}

/** Cut and filled up to exactly `width`. */
export function cell(text: string, width: number): string {
  return cut(text, width).padEnd(width);
}

/** Paragraph lines of at most `width`, broken at blanks. A word longer than the width stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** A paragraph with every line indented; `first` stands before the first line instead of its blanks. */
export function indent(text: string, width: number, by: number, first = ''): string {
  const blanks = ' '.repeat(by);
  return wrap(text, Math.max(20, width - by))
    .map((line, index) => (index === 0 ? (first === '' ? blanks : first) : blanks) + line)
    .join('\n');
}
