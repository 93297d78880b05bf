/** Numbers that name the next protocol: IEEE 802 EtherTypes and IANA protocol numbers. */

/** EtherTypes that are looked into. */
export const EtherType: Readonly<{
  ipv4: 0x0800;
  arp: 0x0806;
  /** IEEE 802.1Q customer tag. */
  vlan: 0x8100;
  ipv6: 0x86dd;
  /** IEEE 802.1ad service tag. */
  providerVlan: 0x88a8;
  /** Service tag of equipment older than 802.1ad. */
  oldProviderVlan: 0x9100;
}> = Object.freeze({
  ipv4: 0x0800,
  arp: 0x0806,
  vlan: 0x8100,
  ipv6: 0x86dd,
  providerVlan: 0x88a8,
  oldProviderVlan: 0x9100,
});

/** Protocol numbers in the IPv4 protocol and IPv6 next header fields. */
export const Protocol: Readonly<{
  hopByHop: 0;
  icmp: 1;
  tcp: 6;
  udp: 17;
  routing: 43;
  fragment: 44;
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
  tcp: 6,
  udp: 17,
  routing: 43,
  fragment: 44,
  esp: 50,
  authentication: 51,
  icmpv6: 58,
  none: 59,
  destinationOptions: 60,
  mobility: 135,
  hip: 139,
  shim6: 140,
});
