/** Numbers that name the next protocol: IEEE 802 EtherTypes and IANA protocol numbers. */

/** EtherTypes that are looked into. */
export const EtherType: Readonly<{
  ipv4: 0x0800;
  arp: 0x0806;
  /** A whole Ethernet frame, within GRE or Geneve. */
  transparentEthernet: 0x6558;
  /** IEEE 802.1Q customer tag. */
  vlan: 0x8100;
  ipv6: 0x86dd;
  mpls: 0x8847;
  mplsUpstream: 0x8848;
  /** PPPoE once its session is established, RFC 2516. */
  pppoeSession: 0x8864;
  /** PPP within GRE, RFC 2637. */
  ppp: 0x880b;
  /** IEEE 802.1ad service tag. */
  providerVlan: 0x88a8;
  /** IEEE 802.1ah: an Ethernet frame within another one. */
  providerBackbone: 0x88e7;
  /** Service tag of equipment older than 802.1ad. */
  oldProviderVlan: 0x9100;
}> = Object.freeze({
  ipv4: 0x0800,
  arp: 0x0806,
  transparentEthernet: 0x6558,
  vlan: 0x8100,
  ipv6: 0x86dd,
  mpls: 0x8847,
  mplsUpstream: 0x8848,
  pppoeSession: 0x8864,
  ppp: 0x880b,
  providerVlan: 0x88a8,
  providerBackbone: 0x88e7,
  oldProviderVlan: 0x9100,
});

/** Protocol numbers in the IPv4 protocol and IPv6 next header fields. */
export const Protocol: Readonly<{
  hopByHop: 0;
  icmp: 1;
  /** An IPv4 packet. */
  ipv4: 4;
  tcp: 6;
  udp: 17;
  /** An IPv6 packet. */
  ipv6: 41;
  routing: 43;
  fragment: 44;
  gre: 47;
  esp: 50;
  authentication: 51;
  icmpv6: 58;
  none: 59;
  destinationOptions: 60;
  mobility: 135;
  hip: 139;
  shim6: 140;
}> = Object.freeze({
  hopByHop: 0,
  icmp: 1,
  ipv4: 4,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  routing: 43,
  fragment: 44,
  gre: 47,
  esp: 50,
  authentication: 51,
  icmpv6: 58,
  none: 59,
  destinationOptions: 60,
  mobility: 135,
  hip: 139,
  shim6: 140,
});
