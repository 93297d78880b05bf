/** Recognises kinds of text that are mistaken for captures. */

/** The kinds. */
export type TextLook = 'json' | 'html' | 'xml' | 'pcap-hex' | 'pcap-base64' | 'tcpdump-text' | 'text';

/** Magic numbers of captures as hexadecimal digits, behind the offset that a hex dump begins with. */
const hexCapture = /^(?:(?:0x)?[0-9a-f]{4,8}:?\s+)?(?:0x)?(?:a1b2c3d4|d4c3b2a1|a1b23c4d|4d3cb2a1|0a0d0d0a)/i;
const hexSeparators = /(?<=[0-9a-f])[\s,]+(?:0x)?(?=[0-9a-f])/gi;

/** The same magic numbers in base64. */
const base64Capture = /^(?:obLD1|1MOyo|obI8T|TTyyo|Cg0NC)/;

/** A time of day or an epoch time, then the network layer's name. */
const tcpdumpLine =
  /^(?:\d{4}-\d\d-\d\d )?(?:\d\d:\d\d:\d\d|\d+)\.\d{6,9} (?:\S+ +(?:In|Out|B|M|P) +)?(?:IP6?|ARP)[ ,]/;

const offset = /^(?:0x)?0{4,8}:?\s+/i;

/** What kind of text `head` is; `null` when it is none. */
export function looksLikeText(head: Uint8Array): TextLook | null {
  if (!head.every(isText)) return null;
  // a byte order mark is not said to be anything
  const text = Array.from(head, (byte) => String.fromCharCode(byte))
    .join('')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (/^<(?:!doctype html|html|head|body)/i.test(text)) return 'html';
  if (/^<(?:\?xml|!--|[a-z])/i.test(text)) return 'xml';
  if (/^(?:\{\s*["}]|\[\s*[[{"\]])/.test(text)) return 'json';
  if (hexCapture.test(text.replace(offset, '').replace(hexSeparators, ''))) return 'pcap-hex';
  if (base64Capture.test(text)) return 'pcap-base64';
  return tcpdumpLine.test(text) ? 'tcpdump-text' : 'text';
}

function isText(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c;
}
