/** Makes text from outside safe to print and one column per character wide. */

/** What may stand as it is: printable ASCII; Latin letters and plain quotes and dashes where `latin`. */
const harmlessAscii = /^[\x20-\x7e]$/;
const harmlessLatin = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2018-\u201d\u2026]$/u;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/**
 * Replaces every character that could move the cursor, change colours, hide or reorder text, or be wider than a column,
 * by an escape: `\n`, `\x1b`, `\u{1f600}`. Backslashes stay, so text that was escaped already stays readable.
 */
export function printable(text: string, latin: boolean): string {
  const harmless = latin ? harmlessLatin : harmlessAscii;
  return Array.from(text, (character) => (harmless.test(character) ? character : escape(character))).join('');
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return named[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
}
