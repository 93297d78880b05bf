/** Text without its SGR sequences. */
export function withoutColour(text: string): string {
  return text
    .split('\x1b[')
    .map((part, at) => (at === 0 ? part : part.slice(part.indexOf('m') + 1)))
    .join('');
}

/** Whether all of a text is printable, line ends aside: no control characters, no halves of a surrogate pair. */
export function isPrintable(text: string): boolean {
  return Array.from(text).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return character === '\n';
    return code < 0x7f || (code >= 0xa0 && (code < 0xd800 || code > 0xdfff));
  });
}
