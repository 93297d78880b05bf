import { icmpError, ipv4Packet, ipv6Packet, Protocol, TcpFlag, tcpPacket, tcpSegment } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { headerFields } from '../src/index.ts';
import { spec, synOptions, toldOf, v4, v6, valueOf } from './support/fields.ts';

describe('header fields', () => {
  it('of IPv4', () => {
    const packet = tcpPacket({ ...spec, ipId: 0x19ac, trafficClass: 0xb9, ttl: 63 });
    expect(toldOf(packet, 'IPv4')).toEqual([
      '0+1 version: 4',
      '0+1 internet header length: 20 bytes',
      '1+1 type of service: 185 [DSCP 46, ECN 1]',
      '2+2 total length: 40 bytes',
      '4+2 identification: 0x19ac',
      "6+1 flags: don't fragment",
      '6+2 fragment offset: 0 bytes',
      '8+1 time to live: 63',
      '9+1 protocol: 6 (TCP)',
      `10+2 header checksum: 0x${Buffer.from(packet.subarray(10, 12)).toString('hex')} [right]`,
      '12+4 source address: 192.0.2.1',
      '16+4 destination address: 192.0.2.2',
    ]);
  });

  it('of IPv4 options, and of a fragment', () => {
    const packet = ipv4Packet({
      source: '192.0.2.1',
      destination: '192.0.2.2',
      protocol: Protocol.tcp,
      payload: tcpSegment(spec),
      dontFragment: false,
      moreFragments: true,
      fragmentOffset: 1480,
      options: Uint8Array.of(1, 7, 7, 4, 1, 2, 3, 4, 66, 3, 9, 0),
    });
    expect(toldOf(packet, 'IPv4')).toEqual(
      expect.arrayContaining([
        '0+1 internet header length: 32 bytes',
        '6+1 flags: more fragments',
        '6+2 fragment offset: 1,480 bytes',
        '9+1 protocol: 6 (TCP)',
        '20+1 no-operation: 1 byte',
        '21+7 record route: 0x0401020304',
        '28+3 option 66: 0x09',
        '31+1 end of option list: 1 byte',
      ]),
    );
    expect(headerFields(packet).every(({ layer }) => layer === 'IPv4')).toBe(true);
  });

  it('of IPv6 and its extension headers', () => {
    const packet = ipv6Packet({
      source: '2001:db8::1',
      destination: '2001:db8::2',
      protocol: Protocol.tcp,
      payload: tcpSegment({ ...v6, seqNumber: 1, flags: TcpFlag.SYN }),
      hopLimit: 61,
      trafficClass: 0x22,
      flowLabel: 0xabcde,
      extensions: [
        { protocol: 0, body: new Uint8Array(6) },
        { protocol: 43, body: new Uint8Array(22).fill(2, 0, 2) },
        { protocol: 44, body: Uint8Array.of(0, 1, 0xde, 0xad, 0xbe, 0xef) },
      ],
    });
    expect(toldOf(packet, 'IPv6')).toEqual([
      '0+1 version: 6',
      '0+2 traffic class: 34 [DSCP 8, ECN 2]',
      '1+3 flow label: 0xabcde',
      '4+2 payload length: 60 bytes',
      '6+1 next header: 0 (hop-by-hop options)',
      '7+1 hop limit: 61',
      '8+16 source address: 2001:db8::1',
      '24+16 destination address: 2001:db8::2',
      '40+8 hop-by-hop options header: 8 bytes',
      '48+24 routing header: type 2, 2 segments left',
      '72+8 fragment header: offset 0 bytes, more fragments, identification 0xdeadbeef',
    ]);
    expect(valueOf(packet, 'TCP', 'control bits')).toBe('SYN');
    expect(valueOf(packet, 'TCP', 'checksum')).toMatch(/^0x[\da-f]{4} \[not checked: a fragment\]$/);
  });

  it('of TCP', () => {
    const syn = tcpPacket({ ...spec, flags: TcpFlag.SYN, window: 64_240, options: synOptions });
    expect(toldOf(syn, 'TCP')).toEqual([
      '20+2 source port: 40000',
      '22+2 destination port: 443',
      '24+4 sequence number: 1000000',
      '28+4 acknowledgment number: 0 [says nothing without ACK]',
      '32+1 data offset: 40 bytes',
      '32+1 reserved: 0',
      '33+1 control bits: SYN',
      '34+2 window: 64240',
      `36+2 checksum: 0x${Buffer.from(syn.subarray(36, 38)).toString('hex')} [right]`,
      '38+2 urgent pointer: 0 [says nothing without URG]',
      '40+4 maximum segment size: 1,460 bytes',
      '44+2 SACK permitted: ',
      '46+10 timestamps: TSval 77, TSecr 0',
      '56+1 no-operation: 1 byte',
      '57+3 window scale: 7: times 128',
    ]);
    const { PSH, ACK, URG } = TcpFlag;
    const data = tcpPacket({
      ...spec,
      flags: PSH | ACK | URG,
      ackNumber: 0xffff_ffff,
      urgent: 5,
      window: 501,
    });
    expect(toldOf(data, 'TCP')).toEqual(
      expect.arrayContaining([
        '28+4 acknowledgment number: 4294967295',
        '33+1 control bits: PSH, ACK, URG',
        '34+2 window: 501 [before scaling]',
        '38+2 urgent pointer: 5',
      ]),
    );
    expect(valueOf(tcpPacket({ ...spec, flags: 0 }), 'TCP', 'control bits')).toBe('none');
  });

  it.each<readonly [string, readonly number[], readonly string[]]>([
    [
      'SACK',
      [1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 1, 0, 0xff, 0xff, 0xff, 0xff],
      ['40+2 no-operation: 2 bytes', '42+18 SACK: 1 to 9, 256 to 4294967295'],
    ],
    [
      'a large window scale',
      [3, 3, 15, 1],
      ['40+3 window scale: 15: times 16384', '43+1 no-operation: 1 byte'],
    ],
    [
      'Fast Open',
      [34, 2, 34, 6, 0xa, 0xb, 0xc, 0xd],
      ['40+2 Fast Open: asks for a cookie', '42+6 Fast Open: cookie 0x0a0b0c0d'],
    ],
    [
      'MPTCP',
      [30, 4, 0x81, 5, 30, 8, 0x34, 2, 1, 2, 3, 4],
      ['40+4 MPTCP: MP_TCPRST 0x8105', '44+8 MPTCP: ADD_ADDR 0x340201020304'],
    ],
    ['MPTCP of a kind not known', [30, 4, 0xe0, 5], ['40+4 MPTCP: 0xe005']],
    [
      'MD5',
      [19, 18, ...Array(16).fill(0xab), 1, 1],
      [`40+18 MD5 signature: 0x${'ab'.repeat(16)}`, '58+2 no-operation: 2 bytes'],
    ],
    ['TCP-AO', [29, 8, 1, 2, 3, 4, 5, 6], ['40+8 TCP-AO: 0x010203040506']],
    [
      'the end',
      [2, 4, 2, 24, 0, 9, 9, 9],
      ['40+4 maximum segment size: 536 bytes', '44+4 end of option list: 4 bytes'],
    ],
    ['one nobody knows', [253, 4, 0xf9, 0x89], ['40+4 option 253: 0xf989']],
    ['one without body', [77, 2, 1, 1], ['40+2 option 77: ', '42+2 no-operation: 2 bytes']],
    ['a length of 1', [77, 1, 9, 9], ['40+4 option 77: 0x0909 [its length cannot be]']],
    ['a length beyond the header', [77, 9, 9, 9], ['40+4 option 77: 0x0909 [its length cannot be]']],
    [
      'a length that is wrong for the kind',
      [2, 3, 5, 1],
      ['40+3 maximum segment size: 0x05 [its length cannot be]', '43+1 no-operation: 1 byte'],
    ],
    [
      'a kind without length',
      [1, 1, 1, 77],
      ['40+3 no-operation: 3 bytes', '43+1 option 77:  [its length cannot be]'],
    ],
  ])('of TCP options: %s', (_name, bytes, expected) => {
    const packet = tcpPacket({ ...spec, options: [{ kind: 'raw', bytes: Uint8Array.from(bytes) }] });
    expect(toldOf(packet, 'TCP').slice(10)).toEqual(expected);
  });

  it('of options that were not captured as a whole', () => {
    const syn = tcpPacket({ ...spec, flags: TcpFlag.SYN, options: synOptions });
    expect(toldOf(syn.subarray(0, 50), 'TCP').slice(-2)).toEqual([
      '44+2 SACK permitted: ',
      '46+4 timestamps: 0x0000 [cut off]',
    ]);
  });

  it('of ICMP errors and what they quote', () => {
    const quoted = tcpPacket({ ...spec, flags: TcpFlag.SYN, options: synOptions });
    const packet = icmpError({
      source: '198.51.100.1',
      destination: '192.0.2.1',
      type: 3,
      code: 4,
      nextHopMtu: 1400,
      quoted: quoted.slice(0, 28),
    });
    const checksum = Buffer.from(packet.subarray(22, 24)).toString('hex');
    expect(toldOf(packet, 'ICMP')).toEqual([
      '20+1 type: 3 (destination unreachable)',
      '21+1 code: 4 (fragmentation needed)',
      `22+2 checksum: 0x${checksum} [right]`,
      '26+2 next-hop MTU: 1,400 bytes',
    ]);
    expect(toldOf(packet, 'quoted IPv4')).toEqual(
      expect.arrayContaining(['44+4 destination address: 192.0.2.2']),
    );
    expect(toldOf(packet, 'quoted TCP')).toEqual([
      '48+2 source port: 40000',
      '50+2 destination port: 443',
      '52+4 sequence number: 1000000',
    ]);
    expect(headerFields(packet).some(({ layer }) => layer === 'TCP')).toBe(false);
  });

  it.each([
    [4, 3, 13, ['type: 3 (destination unreachable)', 'code: 13 (prohibited)']],
    [4, 3, 200, ['type: 3 (destination unreachable)', 'code: 200']],
    [4, 5, 1, ['type: 5 (redirect)', 'gateway internet address: 0.0.5.120']],
    [4, 11, 0, ['type: 11 (time exceeded)', 'code: 0 (in transit)']],
    [4, 12, 0, ['type: 12 (parameter problem)', 'pointer: 0']],
    [6, 1, 4, ['type: 1 (destination unreachable)', 'code: 4 (port unreachable)']],
    [6, 2, 0, ['type: 2 (packet too big)', 'MTU: 1,400 bytes']],
    [6, 3, 1, ['type: 3 (time exceeded)', 'code: 1 (waiting for fragments)']],
    [6, 4, 0, ['type: 4 (parameter problem)', 'pointer: 1400']],
  ] as const)('of ICMPv%d type %d code %d', (version, type, code, expected) => {
    const { source, destination } = version === 4 ? v4 : v6;
    const quoted = tcpPacket({ ...spec, source, destination });
    const packet = icmpError({
      source: destination.address,
      destination: source.address,
      type,
      code,
      nextHopMtu: 1400,
      quoted,
    });
    const layer = version === 4 ? 'ICMP' : 'ICMPv6';
    const fields = toldOf(packet, layer).map((text) => text.replace(/^\S+ /, ''));
    expect(fields).toEqual(expect.arrayContaining([...expected]));
    expect(fields[2]).toMatch(/\[right\]$/);
    expect(valueOf(packet, `quoted IPv${version}`, 'source address')).toBe(source.address);
    expect(valueOf(packet, 'quoted TCP', 'checksum')).toMatch(/\[right\]$/);
  });

  it('of a quoted ICMP error are those of its IP header', () => {
    const { source, destination } = v4;
    const error = { source: destination.address, destination: source.address, type: 11, code: 0 };
    const packet = icmpError({ ...error, quoted: icmpError({ ...error, quoted: tcpPacket(spec) }) });
    expect(toldOf(packet, 'ICMP')).toHaveLength(3);
    expect(headerFields(packet).at(-1)).toMatchObject({ layer: 'quoted IPv4', name: 'destination address' });
  });

  it('of another ICMP message end with its checksum', () => {
    const packet = ipv4Packet({
      source: '192.0.2.1',
      destination: '192.0.2.2',
      protocol: 1,
      payload: Uint8Array.of(8, 0, 0xf7, 0xfe, 0, 0, 0, 1, ...tcpPacket(spec)),
    });
    expect(toldOf(packet, 'ICMP')).toEqual(['20+1 type: 8', '21+1 code: 0', '22+2 checksum: 0xf7fe [wrong]']);
    expect(headerFields(packet).at(-1)).toMatchObject({ layer: 'ICMP' });
  });
});
