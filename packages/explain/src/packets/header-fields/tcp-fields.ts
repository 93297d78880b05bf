/** Fields of the TCP header, RFC 9293 section 3.1. */
import { TcpFlag } from '@halfopen/wire';
import { bytesText } from '../../judge/in-words.ts';
import { optionFields } from './option-fields.ts';
import type { Sheet } from './sheet.ts';
import { knownTcpOptions } from './tcp-options.ts';

/** Notes the fields of a TCP header. `checksum`: what is to be said of it. */
export function tcpFields(sheet: Sheet, checksum: string): void {
  const headerBytes = (sheet.u8(12) >>> 4) * 4;
  const flags = sheet.u8(13);
  const bits = Object.entries(TcpFlag).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
  const without = (name: 'ACK' | 'URG'): string =>
    (flags & TcpFlag[name]) === 0 ? `says nothing without ${name}` : '';
  sheet.put('source port', 0, 2);
  sheet.put('destination port', 2, 2);
  sheet.put('sequence number', 4, 4);
  sheet.put('acknowledgment number', 8, 4, undefined, without('ACK'));
  sheet.put('data offset', 12, 1, bytesText(headerBytes));
  sheet.put('reserved', 12, 1, String(sheet.u8(12) & 0x0f));
  sheet.put('control bits', 13, 1, bits.join(', ') || 'none');
  sheet.put('window', 14, 2, undefined, (flags & TcpFlag.SYN) === 0 ? 'before scaling' : '');
  sheet.put('checksum', 16, 2, sheet.hex(16, 2), checksum);
  sheet.put('urgent pointer', 18, 2, undefined, without('URG'));
  optionFields(sheet, 20, headerBytes, knownTcpOptions);
}
