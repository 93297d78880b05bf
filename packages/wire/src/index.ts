/** Bytes to frames to segments: what other packages may use. */
export type { Address } from './address.ts';
export { formatAddress, parseAddress } from './address.ts';
export { readU16, readU32, writeU16 } from './bytes.ts';
export type { CaptureErrorCode, CaptureErrorFacts } from './capture-error.ts';
export { CaptureError } from './capture-error.ts';
export { decompress } from './capture/decompress.ts';
export type { CaptureEnd } from './capture/end.ts';
export type { CaptureProblem, CaptureProblemKind } from './capture/problems.ts';
export type { CaptureInput } from './capture/read.ts';
export { readCapture } from './capture/read.ts';
export type { CaptureFormat } from './capture/reader.ts';
export { CaptureReader } from './capture/reader.ts';
export type { ArpSpec } from './emit/arp.ts';
export { arpReply, arpRequest } from './emit/arp.ts';
export type { EthernetSpec, VlanTag } from './emit/ethernet.ts';
export { ethernetFrame } from './emit/ethernet.ts';
export type { IcmpErrorSpec } from './emit/icmp.ts';
export { icmpError } from './emit/icmp.ts';
export type { Ipv4Spec } from './emit/ipv4.ts';
export { ipv4Packet } from './emit/ipv4.ts';
export type { Ipv6Extension, Ipv6Spec } from './emit/ipv6.ts';
export { ipv6Packet } from './emit/ipv6.ts';
export type { SackBlock, TcpOptionSpec } from './emit/tcp-options.ts';
export type { TcpEndpoint, TcpPacketSpec, TcpSegmentSpec } from './emit/tcp.ts';
export { tcpPacket, tcpSegment } from './emit/tcp.ts';
export { ArpOperation } from './frame/arp.ts';
export type { TcpChecksum } from './frame/checksum.ts';
export {
  foldSum,
  ipv4HeaderChecksumOk,
  onesComplementSum,
  pseudoHeaderSum,
  tcpChecksum,
} from './frame/checksum.ts';
export type { ExtensionChain, ExtensionHeader } from './frame/extension-chain.ts';
export { extensionChain } from './frame/extension-chain.ts';
export type { IcmpMessage } from './frame/icmp.ts';
export { IcmpType, Icmpv6Type } from './frame/icmp.ts';
export { LinkType, linkTypeName } from './frame/link-types.ts';
export { EtherType, Protocol } from './frame/numbers.ts';
export type { FrameProblem } from './frame/problem.ts';
export { TcpFlag } from './frame/tcp-flags.ts';
export type { TcpOptionProblem, TcpOptions } from './frame/tcp-options.ts';
export type { FrameKind } from './frame/view.ts';
export { FrameView } from './frame/view.ts';
export type { FileLook } from './looks-like.ts';
export { lookInWords, looksLike } from './looks-like.ts';
export type { ByteOrder, PcapHeader, TimestampUnit } from './pcap/header.ts';
export { parsePcapHeader } from './pcap/header.ts';
export { PcapReader } from './pcap/reader.ts';
export type { PcapFileOptions, PcapRecordSpec } from './pcap/writer.ts';
export { pcapGlobalHeader, pcapRecord } from './pcap/writer.ts';
export type { PcapngInterface } from './pcapng/interface.ts';
export { PcapngReader } from './pcapng/reader.ts';
export type { PcapngInterfaceSpec, PcapngPacketSpec } from './pcapng/writer.ts';
export {
  pcapngBlock,
  pcapngInterface,
  pcapngObsoletePacket,
  pcapngOption,
  pcapngPacket,
  pcapngSection,
  pcapngSimplePacket,
} from './pcapng/writer.ts';
export type { ByteStream } from './platform.ts';
export type { Seq } from './sequence.ts';
export { seq, seqAdd, seqAtMost, seqDiff, seqInWindow, seqLessThan, seqMax, seqMin } from './sequence.ts';
