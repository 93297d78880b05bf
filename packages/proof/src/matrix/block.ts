/** A part of a document that a program writes, between two comments that name it. */

function begin(name: string): string {
  return `<!-- begin ${name} -->`;
}

function end(name: string): string {
  return `<!-- end ${name} -->`;
}

/** What stands between the comments; `null` when they are not there. */
export function blockOf(document: string, name: string): string | null {
  const from = document.indexOf(begin(name));
  const to = document.indexOf(end(name));
  if (from === -1 || to < from) return null;
  return document.slice(from + begin(name).length, to).trim();
}

/** The document with another text between the comments. Throws when they are not there. */
export function withBlock(document: string, name: string, text: string): string {
  const from = document.indexOf(begin(name));
  const to = document.indexOf(end(name));
  if (from === -1 || to < from) throw new Error(`the document has no block ${name}`);
  const head = document.slice(0, from + begin(name).length);
  return `${head}\n\n${text.trim()}\n\n${document.slice(to)}`;
}
