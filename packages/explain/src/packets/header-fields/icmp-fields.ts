/** Fields of ICMP errors: RFC 792, RFC 1191 section 4, RFC 4443 section 2.1. */
import { formatAddress, IcmpType, Icmpv6Type } from '@halfopen/wire';
import { bytesText } from '../../judge/in-words.ts';
import { named, type Sheet } from './sheet.ts';

/** A type of error: its name, and those of its codes. */
type Names = Readonly<Record<number, readonly [name: string, codes: Readonly<Record<number, string>>]>>;

const exceeded: Names[number] = ['time exceeded', { 0: 'in transit', 1: 'waiting for fragments' }];
const unreachable = 'destination unreachable';
const problem = 'parameter problem';

const names: Readonly<Record<4 | 6, Names>> = {
  4: {
    [IcmpType.destinationUnreachable]: [
      unreachable,
      {
        0: 'net unreachable',
        1: 'host unreachable',
        2: 'protocol unreachable',
        3: 'port unreachable',
        4: 'fragmentation needed',
        5: 'source route failed',
        9: 'net prohibited',
        10: 'host prohibited',
        13: 'prohibited',
      },
    ],
    [IcmpType.sourceQuench]: ['source quench', {}],
    [IcmpType.redirect]: ['redirect', {}],
    [IcmpType.timeExceeded]: exceeded,
    [IcmpType.parameterProblem]: [problem, {}],
  },
  6: {
    [Icmpv6Type.destinationUnreachable]: [
      unreachable,
      { 0: 'no route', 1: 'prohibited', 3: 'address unreachable', 4: 'port unreachable' },
    ],
    [Icmpv6Type.packetTooBig]: ['packet too big', {}],
    [Icmpv6Type.timeExceeded]: exceeded,
    [Icmpv6Type.parameterProblem]: [problem, {}],
  },
};

/** What stands between the checksum and the quoted packet. */
function restFields(sheet: Sheet, version: 4 | 6, name: string, code: number): void {
  const isIpv4 = version === 4;
  if (name === problem) sheet.put('pointer', 4, isIpv4 ? 1 : 4);
  else if (name === 'packet too big') sheet.put('MTU', 4, 4, bytesText(sheet.u32(4)));
  else if (name === 'redirect') sheet.put('gateway internet address', 4, 4, formatAddress(sheet.bytes, 4, 4));
  else if (isIpv4 && name === unreachable && code === 4)
    sheet.put('next-hop MTU', 6, 2, bytesText(sheet.u16(6)));
}

/** Notes the fields of a message; `true`: it is an error, and quotes a packet behind its 8 bytes. */
export function icmpFields(sheet: Sheet, version: 4 | 6, checksum: string): boolean {
  const code = sheet.u8(1);
  const [name, codes] = names[version][sheet.u8(0)] ?? [];
  sheet.put('type', 0, 1, named(sheet.u8(0), name));
  sheet.put('code', 1, 1, named(code, codes?.[code]));
  sheet.put('checksum', 2, 2, sheet.hex(2, 2), checksum);
  if (name === undefined) return false;
  restFields(sheet, version, name, code);
  return true;
}
