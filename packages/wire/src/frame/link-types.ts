/** Link types this package decodes, by their numbers in the LINKTYPE registry (draft-ietf-opsawg-pcaplinktype). */
export const LinkType: Readonly<{
  /** BSD loopback: an address family in the byte order of the capturing host. */
  bsdLoopback: 0;
  ethernet: 1;
  /** PPP, with or without the two bytes of HDLC-like framing. */
  ppp: 9;
  /** Raw IP as some systems number it in files, outside the registry. */
  rawIpUnregistered: 12;
  /** Raw IP as OpenBSD numbers it in files, outside the registry. */
  rawIpOpenBsd: 14;
  /** PPP or Cisco HDLC in HDLC-like framing. */
  pppHdlc: 50;
  /** PPPoE without the Ethernet header. */
  pppEther: 51;
  rawIp: 101;
  ciscoHdlc: 104;
  /** OpenBSD loopback: an address family in network byte order. */
  openBsdLoopback: 108;
  linuxCooked: 113;
  rawIpv4: 228;
  rawIpv6: 229;
  /** Packets that Linux's netfilter logged. */
  nflog: 239;
  linuxCooked2: 276;
}> = Object.freeze({
  bsdLoopback: 0,
  ethernet: 1,
  ppp: 9,
  rawIpUnregistered: 12,
  rawIpOpenBsd: 14,
  pppHdlc: 50,
  pppEther: 51,
  rawIp: 101,
  ciscoHdlc: 104,
  openBsdLoopback: 108,
  linuxCooked: 113,
  rawIpv4: 228,
  rawIpv6: 229,
  nflog: 239,
  linuxCooked2: 276,
});

const names: ReadonlyMap<number, string> = new Map([
  [LinkType.bsdLoopback, 'NULL'],
  [LinkType.ethernet, 'EN10MB'],
  [LinkType.ppp, 'PPP'],
  [LinkType.rawIpUnregistered, 'RAW'],
  [LinkType.rawIpOpenBsd, 'RAW'],
  [LinkType.pppHdlc, 'PPP_SERIAL'],
  [LinkType.pppEther, 'PPP_ETHER'],
  [LinkType.rawIp, 'RAW'],
  [LinkType.ciscoHdlc, 'C_HDLC'],
  [LinkType.openBsdLoopback, 'LOOP'],
  [LinkType.linuxCooked, 'LINUX_SLL'],
  [LinkType.rawIpv4, 'IPV4'],
  [LinkType.rawIpv6, 'IPV6'],
  [LinkType.nflog, 'NFLOG'],
  [LinkType.linuxCooked2, 'LINUX_SLL2'],
]);

/** The short name of a link type, as tcpdump prints it (`EN10MB`), or `LINKTYPE_` and the number. */
export function linkTypeName(linkType: number): string {
  return names.get(linkType) ?? `LINKTYPE_${linkType}`;
}
