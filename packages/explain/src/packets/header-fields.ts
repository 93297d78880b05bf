/**
 * The fields of a packet's headers for people, each with the bytes it stands in: IP, TCP with its options, ICMP errors with what
 * they quote. Names are those of RFC 791, RFC 792, RFC 8200 and RFC 9293. Only what is there is told, and no length is trusted: any
 * bytes have an answer.
 */
import { Protocol } from '@halfopen/wire';
import { carriedNote } from './header-fields/checksum-note.ts';
import { icmpFields } from './header-fields/icmp-fields.ts';
import { ipFields } from './header-fields/ip-fields.ts';
import { type HeaderField, Sheet } from './header-fields/sheet.ts';
import { tcpFields } from './header-fields/tcp-fields.ts';
import { ipPacketAt } from './ip-packet.ts';

export type { HeaderField, HeaderLayer } from './header-fields/sheet.ts';

const ICMP_HEADER_BYTES = 8;
const checksumAt = { tcp: 16, icmp: 2 } as const;

/** Notes the packet at `at`, and what it quotes. */
function packetFields(bytes: Uint8Array, at: number, fields: HeaderField[], quoted: 'quoted ' | ''): void {
  const version = (bytes[at] ?? 0) >>> 4;
  if (version !== 4 && version !== 6) return;
  const packet = ipPacketAt(bytes, at, bytes.length);
  ipFields(new Sheet(bytes, at, `${quoted}IPv${version}`, fields), packet);
  if (packet === null) return;
  const { protocol, transportOffset } = packet;
  if (protocol === Protocol.tcp) {
    const note = carriedNote(bytes, packet, checksumAt.tcp, protocol);
    tcpFields(new Sheet(bytes, transportOffset, `${quoted}TCP`, fields), note);
  } else if (quoted === '' && protocol === (version === 4 ? Protocol.icmp : Protocol.icmpv6)) {
    const note = carriedNote(bytes, packet, checksumAt.icmp, version === 4 ? 0 : protocol);
    const sheet = new Sheet(bytes, transportOffset, version === 4 ? 'ICMP' : 'ICMPv6', fields);
    if (icmpFields(sheet, version, note))
      packetFields(bytes, transportOffset + ICMP_HEADER_BYTES, fields, 'quoted ');
  }
}

/** The fields of a packet in order, from its IP header on, as a story keeps frames. Empty where there is no IP header. */
export function headerFields(bytes: Uint8Array): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  packetFields(bytes, 0, fields, '');
  return fields;
}
