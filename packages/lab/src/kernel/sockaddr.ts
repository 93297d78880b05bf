/** Socket addresses as the kernel lays them out: sockaddr_in (ip(7)) and sockaddr_ll (packet(7)). */
import { AF_INET, AF_PACKET } from './constants.ts';

/** Bytes of a sockaddr_in. */
export const SOCKADDR_IN_BYTES = 16;

/** Dotted quad to its four bytes; throws on anything else. */
export function ipv4Bytes(address: string): readonly [number, number, number, number] {
  const parts = address.split('.').map(Number);
  const [a, b, c, d] = parts;
  if (
    parts.length !== 4 ||
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)
  ) {
    throw new TypeError(`not an IPv4 address: ${address}`);
  }
  return [a, b, c, d];
}

/** sockaddr_in: family in host order, port and address in network order. */
export function encodeSockaddrIn(address: string, port: number): Buffer {
  const bytes = Buffer.alloc(SOCKADDR_IN_BYTES);
  bytes.writeUInt16LE(AF_INET, 0);
  bytes.writeUInt16BE(port, 2);
  bytes.set(ipv4Bytes(address), 4);
  return bytes;
}

/** The address and port of a sockaddr_in. */
export function decodeSockaddrIn(bytes: Buffer): { readonly address: string; readonly port: number } {
  return { address: bytes.subarray(4, 8).join('.'), port: bytes.readUInt16BE(2) };
}

/** sockaddr_ll to bind a packet socket to one interface. */
export function encodeSockaddrLl(protocol: number, interfaceIndex: number): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt16LE(AF_PACKET, 0);
  bytes.writeUInt16BE(protocol, 2);
  bytes.writeInt32LE(interfaceIndex, 4);
  return bytes;
}
