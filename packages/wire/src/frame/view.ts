/**
 * The frame view: one object that moves over a buffer and tells what lies under it.
 *
 *     decode() ─▶ link layer ─▶ VLAN, MPLS, PPPoE ─▶ IPv4 / IPv6 ─▶ TCP
 *                     ▲                    └─▶ ARP     │   └─▶ ICMP ─▶ quoted packet
 *                     └─────── GRE, VXLAN, ... ◀───────┘
 *
 * Goals: no allocation and no exception per frame, and no trust in any length field: every byte read lies before
 * the end of what was captured. What is not decoded leaves a `problem` and whatever layers were understood until then.
 * Of a packet within a packet the fields describe the inner one. Non-goals: reassembly of fragments, payload.
 */
import { formatAddress } from '../address.ts';
import type { Seq } from '../sequence.ts';
import { IcmpMessage } from './icmp.ts';
import { decodeLink } from './link.ts';
import type { FrameProblem } from './problem.ts';
import { TcpOptions, tcpFixedBytes } from './tcp-options.ts';
import { decodeTunnels } from './tunnel.ts';

/**
 * The innermost layer that was decoded: `tcp` and `icmp` imply an IP layer; `ip` is an IP packet with another protocol,
 * a later fragment, or one whose transport header could not be decoded; `other` is everything else.
 */
export type FrameKind = 'tcp' | 'icmp' | 'arp' | 'ip' | 'other';

/**
 * A view of one frame. Its fields describe the frame of the last `decode()` and are read only to callers. Offsets are
 * positions in `data`. Fields of a layer the frame does not have are 0, or -1 where this is said.
 */
export class FrameView {
  /** The array the frame lies in. */
  data: Uint8Array = new Uint8Array(0);
  /** Where the frame begins. */
  offset: number = 0;
  /** Where the captured bytes end. */
  captureEnd: number = 0;
  /** Where the frame would end if all of it had been captured. */
  wireEnd: number = 0;

  /** The innermost layer that was decoded. */
  kind: FrameKind = 'other';
  /** Why not more was decoded; `null` when all was. */
  problem: FrameProblem | null = null;

  /** EtherType behind VLAN tags, MPLS labels and the like; for raw IP the one its version implies; 0: none. */
  etherType: number = 0;
  /** How many VLAN tags precede it, within tunnels too. */
  vlanTags: number = 0;
  /** VLAN of the outermost tag; -1: none. */
  vlanId: number = -1;
  /** Linux cooked captures: 0 to us, 1 broadcast, 2 multicast, 3 between others, 4 from us; -1: not told. */
  packetType: number = -1;
  /** Linux cooked captures version 2: the interface, 1-based; 0: not told. */
  interfaceIndex: number = 0;

  /** How many IP packets the described one lies in. Where a tunnel holds neither IP nor ARP, its outer packet is described. */
  tunnelDepth: number = 0;
  /** 4 or 6; 0: no IP layer was decoded. */
  ipVersion: number = 0;
  /** Where the IP header begins. */
  ipOffset: number = 0;
  /** Bytes from there to the transport header: the IP header with options or extension headers. */
  ipHeaderLength: number = 0;
  /** Length of the IP packet with its header, as the packet says. It may exceed what was captured, and the truth. */
  ipTotalLength: number = 0;
  /** The packet states no length (as large segments of an offloading host do): `ipTotalLength` is the frame's. */
  ipLengthInferred: boolean = false;
  /** IPv4 TTL or IPv6 hop limit. */
  ttl: number = 0;
  /** IPv4 type of service or IPv6 traffic class: DSCP and, in the low two bits, ECN. */
  trafficClass: number = 0;
  /** IPv4 identification, or that of an IPv6 fragment header; -1: none. */
  ipId: number = -1;
  /** IPv4 "don't fragment". */
  dontFragment: boolean = false;
  /** Further fragments follow. */
  moreFragments: boolean = false;
  /** Position of this fragment in the original packet's payload, in bytes. */
  fragmentOffset: number = 0;
  /** Transport protocol number; -1: no IP layer was decoded. */
  protocol: number = -1;
  /** 4 or 16; 0: no addresses. ARP has addresses too: those of sender and target. */
  addressLength: number = 0;
  /** Where the source address (of ARP: the sender's) lies. */
  sourceAddressOffset: number = 0;
  /** Where the destination address (of ARP: the target's) lies. */
  destinationAddressOffset: number = 0;

  /** 1 request, 2 reply; 0: no ARP. */
  arpOperation: number = 0;

  /** Where the TCP header begins. */
  tcpOffset: number = 0;
  srcPort: number = 0;
  dstPort: number = 0;
  seqNumber: Seq = 0 as Seq;
  /** Meaningful when the ACK flag is set. */
  ackNumber: Seq = 0 as Seq;
  /** Control bits, see {@link TcpFlag}. */
  flags: number = 0;
  /** Window as it stands in the header, not scaled. */
  window: number = 0;
  /** Urgent pointer; meaningful when the URG flag is set. */
  urgent: number = 0;
  /** Length of the TCP header with options. */
  headerLengthBytes: number = 0;
  /** Where the TCP payload begins; beyond `captureEnd` when the capture was cut before. */
  payloadOffset: number = 0;
  /** TCP payload in bytes by the IP length, whether captured or not; link-layer padding is not counted. */
  payloadLength: number = 0;
  /** Bytes of it that were captured. */
  payloadCaptured: number = 0;

  /** The ICMP message; its fields hold while `kind` is `icmp`. */
  readonly icmp: IcmpMessage = new IcmpMessage();

  /** Whether `options()` has yet to parse the options of this frame. For decoders only. */
  optionsPending: boolean = false;
  readonly #options: TcpOptions = new TcpOptions();

  /**
   * Moves the view to a frame.
   * `capturedLength` bytes of it lie at `offset` in `data`; `originalLength` is how many it had on the wire, needed only
   * where a packet does not state its own length.
   */
  decode(
    data: Uint8Array,
    offset: number,
    capturedLength: number,
    linkType: number,
    originalLength: number = capturedLength,
  ): FrameKind {
    const kindBefore = this.kind;
    const end = offset + capturedLength;
    this.data = data;
    this.offset = offset;
    this.captureEnd = end < data.length ? end : data.length;
    this.wireEnd = offset + originalLength;
    this.kind = 'other';
    this.problem = null;
    this.etherType = 0;
    this.vlanTags = 0;
    this.vlanId = -1;
    this.packetType = -1;
    this.interfaceIndex = 0;
    this.ipVersion = 0;
    this.tunnelDepth = 0;
    decodeLink(this, linkType, offset);
    if ((this.kind as FrameKind) === 'ip') decodeTunnels(this);
    // frames of one kind overwrite the same fields, so only a change of kind can leave stale ones, or an outer packet
    if (this.kind !== kindBefore || this.tunnelDepth !== 0) clearAbsentLayers(this);
    return this.kind;
  }

  /** Source address as text (of ARP: the sender's); empty when there is none. Allocates. */
  sourceAddress(): string {
    return formatAddress(this.data, this.sourceAddressOffset, this.addressLength);
  }

  /** Destination address as text (of ARP: the target's); empty when there is none. Allocates. */
  destinationAddress(): string {
    return formatAddress(this.data, this.destinationAddressOffset, this.addressLength);
  }

  /**
   * The TCP options, parsed at the first call for a frame. Always the same object, without any option when the frame
   * holds no TCP header.
   */
  options(): TcpOptions {
    if (this.optionsPending) {
      this.optionsPending = false;
      const end = this.tcpOffset + this.headerLengthBytes;
      this.#options.decode(this.data, this.tcpOffset + tcpFixedBytes, end, this.captureEnd);
    }
    return this.#options;
  }
}

function clearAbsentLayers(view: FrameView): void {
  if (view.ipVersion === 0) clearIp(view);
  if (view.kind !== 'arp') view.arpOperation = 0;
  if (view.kind !== 'tcp') clearTcp(view);
  if (view.kind !== 'icmp') view.icmp.clear();
}

function clearIp(view: FrameView): void {
  view.ipOffset = 0;
  view.ipHeaderLength = 0;
  view.ipTotalLength = 0;
  view.ipLengthInferred = false;
  view.ttl = 0;
  view.trafficClass = 0;
  view.ipId = -1;
  view.dontFragment = false;
  view.moreFragments = false;
  view.fragmentOffset = 0;
  view.protocol = -1;
  if (view.kind === 'arp') return;
  view.addressLength = 0;
  view.sourceAddressOffset = 0;
  view.destinationAddressOffset = 0;
}

function clearTcp(view: FrameView): void {
  view.tcpOffset = 0;
  view.srcPort = 0;
  view.dstPort = 0;
  view.seqNumber = 0 as Seq;
  view.ackNumber = 0 as Seq;
  view.flags = 0;
  view.window = 0;
  view.urgent = 0;
  view.headerLengthBytes = 0;
  view.payloadOffset = 0;
  view.payloadLength = 0;
  view.payloadCaptured = 0;
  view.optionsPending = false;
  view.options().clear();
}
