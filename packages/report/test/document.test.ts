import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate, fromBase64, inflate, toBase64 } from '../src/document/bytes.ts';
import { embedDocument, embeddedDocument } from '../src/document/embed.ts';
import { packDocument, unpackDocument } from '../src/document/pack.ts';
import { documentOf } from './sample.ts';

describe('a document', () => {
  it('comes back from JSON as it was', async () => {
    const document = await documentOf('close-unread.client.pcap', 'close-half.client.pcap');
    expect(unpackDocument(packDocument(document))).toEqual(document);
  });

  it('says once what many verdicts share', async () => {
    const document = await documentOf('close-unread.client.pcap');
    const [one] = document.connections;
    const many = { ...document, connections: Array.from({ length: 100 }, () => ({ ...one!, story: null })) };
    const advice = one!.record.verdict.advice[0]!;
    expect(packDocument(many).split(advice)).toHaveLength(2);
  });

  it('of another version is refused', () => {
    expect(() => unpackDocument('{"schema":"halfopen.report/7"}')).toThrow('halfopen.report/7');
  });

  it('bytes and texts survive their way into a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 70_000 }),
        fc.string({ unit: 'grapheme' }),
        async (bytes, text) => {
          expect(fromBase64(toBase64(bytes))).toEqual(bytes);
          expect(await inflate(new Uint8Array(await deflate(text)))).toBe(text);
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** The document in a page, found as text. */
async function documentIn(html: string): ReturnType<typeof embeddedDocument> {
  const text = /<div id="halfopen-data" hidden>([\w+/=]+)<\/div>/.exec(html)?.[1];
  return embeddedDocument(() => (text === undefined ? null : { textContent: text }));
}

describe('a page', () => {
  const page =
    '<!doctype html><html><head><script>const a = "<div id=\\"halfopen-data\\" hidden>", b = "</div></body>";</script></head><body><div id="page"></div></body></html>';

  it('is bare until a document is in it', async () => {
    expect(await documentIn(page)).toBeNull();
  });

  it('holds a document, and another one instead, but never two', async () => {
    const one = await documentOf('close-unread.client.pcap');
    const other = await documentOf('close-half.client.pcap');
    const first = await embedDocument(page, one);
    expect(await documentIn(first)).toEqual(one);
    const second = await embedDocument(first, other);
    expect(await documentIn(second)).toEqual(other);
    expect(second.length - page.length).toBeLessThan(first.length + 4000);
    expect(await embedDocument(second, one)).toBe(first);
  });

  it('can not be broken out of by what a capture contains', async () => {
    const document = await documentOf('close-unread.client.pcap');
    const hostile = '</div></script><script>alert(1)</script>';
    const html = await embedDocument(page, { ...document, command: hostile });
    expect(html).not.toContain(hostile);
    expect((await documentIn(html))?.command).toBe(hostile);
  });
});
