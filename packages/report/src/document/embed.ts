/** Puts a document into the page, and takes it out again. */
import { deflate, fromBase64, inflate, toBase64 } from './bytes.ts';
import type { ReportDocument } from './document.ts';
import { packDocument, unpackDocument } from './pack.ts';

/** The element that holds it. Its text is base64: whatever a capture contains, it can't be read as HTML. */
const elementId = 'halfopen-data';
const opening = `<div id="${elementId}" hidden>`;
const closing = '</div>';

/** The page without a document. The page's own program mentions these tags too, before they come: the last ones count. */
function bareOf(page: string): string {
  const from = page.lastIndexOf(opening);
  const to = page.indexOf(closing, from);
  return from < page.lastIndexOf('<body') || to < 0
    ? page
    : page.slice(0, from) + page.slice(to + closing.length);
}

/** The page with a document in it, instead of one that it may have. */
export async function embedDocument(page: string, document: ReportDocument): Promise<string> {
  const bare = bareOf(page);
  const end = bare.lastIndexOf('</body>');
  const data = toBase64(await deflate(packDocument(document)));
  return `${bare.slice(0, end)}${opening}${data}${closing}${bare.slice(end)}`;
}

/** The document in the text of a page; `null`: it is bare. Throws where it is damaged or of another version. */
export function openPage(page: string): Promise<ReportDocument | null> {
  const bare = bareOf(page);
  const data = page.slice(page.lastIndexOf(opening) + opening.length, page.lastIndexOf(closing));
  return bare === page ? Promise.resolve(null) : embeddedDocument(() => ({ textContent: data }));
}

/** The document in a page that is open; `null`: it is bare. Throws where it is damaged or of another version. */
export async function embeddedDocument(
  find: (id: string) => { readonly textContent: string | null } | null,
): Promise<ReportDocument | null> {
  const element = find(elementId);
  return element === null ? null : unpackDocument(await inflate(fromBase64(element.textContent ?? '')));
}
