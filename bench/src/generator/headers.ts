/** The parts of a connection's headers that never change, with the checksums over them. */
import type { Host } from './hosts.ts';
import { hash } from './random.ts';

/** Bytes of an Ethernet header. */
export const ethernetBytes: number = 14;
/** Bytes of the IP headers written here, by version. */
export const ipBytes: Readonly<Record<4 | 6, number>> = { 4: 20, 6: 40 };

/** One direction of a connection. */
export interface Headers {
  readonly ipVersion: 4 | 6;
  /** Ethernet and IP header, with the fields that change still 0. */
  readonly bytes: Uint8Array;
  /** Sum of the IPv4 header's constant words. */
  readonly ipSum: number;
  /** Sum of addresses, protocol and ports: what the TCP checksum always covers. */
  readonly tcpSum: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const tcp = 6;
const etherType = { 4: 0x0800, 6: 0x86dd } as const;

/** MAC address of the router behind which all servers are. */
export const gatewayMac: Uint8Array = Uint8Array.of(0x02, 0, 0, 0, 0, 0xfe);

/** MAC address of a client. */
export function macOf(client: Host): Uint8Array {
  const machine = client.id >> 1;
  return Uint8Array.of(0x02, 0, 0, 1, machine >> 8, machine & 0xff);
}

/** Headers of packets from `source` to `destination`. */
export function makeHeaders(
  source: Host,
  sourcePort: number,
  sourceMac: Uint8Array,
  destination: Host,
  destinationPort: number,
  destinationMac: Uint8Array,
): Headers {
  const { ipVersion } = source;
  const bytes = new Uint8Array(ethernetBytes + ipBytes[ipVersion]);
  bytes.set(destinationMac, 0);
  bytes.set(sourceMac, 6);
  bytes[12] = etherType[ipVersion] >> 8;
  bytes[13] = etherType[ipVersion] & 0xff;
  if (ipVersion === 4) {
    bytes[14] = 0x45;
    // do not fragment: TCP discovers the path's MTU
    bytes[20] = 0x40;
    bytes[23] = tcp;
    bytes.set(source.bytes, 26);
    bytes.set(destination.bytes, 30);
  } else {
    const flow = hash(source.id, sourcePort, destination.id, destinationPort) & 0xfffff;
    bytes[14] = 0x60;
    bytes[15] = flow >> 16;
    bytes[16] = (flow >> 8) & 0xff;
    bytes[17] = flow & 0xff;
    bytes[20] = tcp;
    bytes.set(source.bytes, 22);
    bytes.set(destination.bytes, 38);
  }
  const addresses = wordSum(source.bytes) + wordSum(destination.bytes);
  return {
    ipVersion,
    bytes,
    ipSum: wordSum(bytes.subarray(ethernetBytes)),
    tcpSum: addresses + tcp + sourcePort + destinationPort,
    sourcePort,
    destinationPort,
  };
}

/** Sum of 16-bit words, not folded. `bytes` has an even length. */
function wordSum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!;
  return sum;
}
