/** Why a frame was not decoded further. The words are stable. */
export type FrameProblem =
  /** The file's link type is not known here. */
  | 'unsupported-link-type'
  /** The capture ends within the link layer's header or another one before IP: a VLAN tag, an MPLS label, PPPoE. */
  | 'truncated-link-header'
  /** More VLAN tags, MPLS labels and the like than any honest frame has. */
  | 'too-many-link-headers'
  /** An NFLOG attribute whose length is too small. */
  | 'bad-nflog-attribute'
  /** The version nibble is not the one the link layer announced, or neither 4 nor 6. */
  | 'bad-ip-version'
  /** The capture ends within the IP header. */
  | 'truncated-ip-header'
  /** An IPv4 header length below 20 bytes. */
  | 'bad-ip-header-length'
  /** The IP packet claims to be shorter than its own headers. */
  | 'bad-ip-length'
  /** The capture ends within an IPv6 extension header. */
  | 'truncated-extension-header'
  /** More IPv6 extension headers than any honest packet has. */
  | 'too-many-extension-headers'
  /** The capture or the IP packet ends within the header of a tunnel; what is outside of it is decoded. */
  | 'truncated-tunnel-header'
  /** More tunnels within each other than are looked into; the outer ones are decoded. */
  | 'too-many-tunnels'
  /** The capture or the IP packet ends within the fixed 20 bytes of the TCP header. */
  | 'truncated-tcp-header'
  /** A TCP data offset below 20 bytes or beyond the end of the IP packet. */
  | 'bad-tcp-header-length'
  /** The capture ends within the TCP options; everything else of the segment is decoded. */
  | 'truncated-tcp-options'
  /** The capture or the IP packet ends within the 8 bytes of the ICMP header. */
  | 'truncated-icmp'
  /** An ICMP error whose quote is no IP packet or ends within the IP header. */
  | 'truncated-icmp-quote'
  /** The capture ends within the ARP message. */
  | 'truncated-arp'
  /** ARP for something other than IPv4. */
  | 'unsupported-arp';
