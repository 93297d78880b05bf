/** TCP options by kind. */
import { bytesText } from '../../judge/in-words.ts';
import type { KnownOption } from './option-fields.ts';
import type { Sheet } from './sheet.ts';

/** By subtype, RFC 8684 section 3. */
const mptcpNames = [
  'MP_CAPABLE',
  'MP_JOIN',
  'DSS',
  'ADD_ADDR',
  'REMOVE_ADDR',
  'MP_PRIO',
  'MP_FAIL',
  'MP_FASTCLOSE',
  'MP_TCPRST',
] as const;

/** RFC 7323 section 2.3: more counts as this. */
const MOST_SHIFT = 14;
const BLOCK_BYTES = 8;

function sackBlocks(sheet: Sheet, at: number, length: number): string {
  return Array.from({ length: Math.floor(length / BLOCK_BYTES) }, (_, block) => {
    const left = at + block * BLOCK_BYTES;
    return `${sheet.u32(left)} to ${sheet.u32(left + 4)}`;
  }).join(', ');
}

function mptcp(sheet: Sheet, at: number, length: number): string {
  const name = mptcpNames[sheet.u8(at) >>> 4];
  return name === undefined ? sheet.hex(at, length) : `${name} ${sheet.hex(at, length)}`;
}

/** Sources: RFC 9293, RFC 7323, RFC 2018, RFC 2385, RFC 5482, RFC 5925, RFC 8684, RFC 7413. */
export const knownTcpOptions: Readonly<Record<number, KnownOption>> = {
  2: ['maximum segment size', 4, (sheet, at) => bytesText(sheet.u16(at))],
  3: ['window scale', 3, (sheet, at) => `${sheet.u8(at)}: times ${2 ** Math.min(sheet.u8(at), MOST_SHIFT)}`],
  4: ['SACK permitted', 2],
  5: ['SACK', null, sackBlocks],
  8: ['timestamps', 10, (sheet, at) => `TSval ${sheet.u32(at)}, TSecr ${sheet.u32(at + 4)}`],
  19: ['MD5 signature', 18],
  28: ['user timeout', 4],
  29: ['TCP-AO'],
  30: ['MPTCP', null, mptcp],
  34: [
    'Fast Open',
    null,
    (sheet, at, length) => (length === 0 ? 'asks for a cookie' : `cookie ${sheet.hex(at, length)}`),
  ],
};
