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

/** Edit distance (Levenshtein), for suggestions. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substituted = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(substituted, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The candidates nearest to a mistyped name: those that contain it, else the few with the smallest distance. */
export function nearest(name: string, candidates: readonly string[], most = 3): string[] {
  const containing = candidates.filter((candidate) => candidate.includes(name) && name.length > 2);
  if (containing.length > 0) return containing.slice(0, most);
  const limit = Math.max(2, Math.ceil(name.length / 2));
  return candidates
    .map((candidate) => ({ candidate, far: distance(name, candidate) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
