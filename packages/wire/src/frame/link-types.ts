/** Link types this package decodes, by their numbers in the LINKTYPE registry (draft-ietf-opsawg-pcaplinktype). */
export const LinkType: Readonly<{
  ethernet: 1;
  rawIp: 101;
  linuxCooked: 113;
  rawIpv4: 228;
  rawIpv6: 229;
  linuxCooked2: 276;
}> = Object.freeze({
  ethernet: 1,
  rawIp: 101,
  linuxCooked: 113,
  rawIpv4: 228,
  rawIpv6: 229,
  linuxCooked2: 276,
});

/** The registry's short name of a link type (`EN10MB`), or `LINKTYPE_` and the number. */
export function linkTypeName(linkType: number): string {
  switch (linkType) {
    case LinkType.ethernet:
      return 'EN10MB';
    case LinkType.rawIp:
      return 'RAW';
    case LinkType.linuxCooked:
      return 'LINUX_SLL';
    case LinkType.rawIpv4:
      return 'IPV4';
    case LinkType.rawIpv6:
      return 'IPV6';
    case LinkType.linuxCooked2:
      return 'LINUX_SLL2';
    default:
      return `LINKTYPE_${linkType}`;
  }
}
