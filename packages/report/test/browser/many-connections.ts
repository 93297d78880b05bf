import { ethernetFrame, LinkType, pcapGlobalHeader, pcapRecord, TcpFlag, tcpPacket } from '@halfopen/wire';

/** SYNs that nobody answers, and every tenth refused. */
export function manyConnections(count: number): Uint8Array {
  const parts: Uint8Array[] = [pcapGlobalHeader({ linkType: LinkType.ethernet })];
  for (let at = 0; at < count; at += 1) {
    const client = { address: `10.${at >> 16}.${(at >> 8) & 0xff}.${at & 0xff}`, port: 40_000 };
    const server = { address: '192.0.2.1', port: 8000 + (at % 7) };
    const time = { seconds: 1_700_000_000 + Math.floor(at / 1000), nanoseconds: (at % 1000) * 1_000_000 };
    const syn = tcpPacket({
      source: client,
      destination: server,
      seqNumber: at,
      ackNumber: 0,
      flags: TcpFlag.SYN,
      window: 64_240,
    });
    parts.push(pcapRecord({ ...time, data: ethernetFrame({ payload: syn }) }));
    if (at % 10 !== 0) continue;
    const refusal = tcpPacket({
      source: server,
      destination: client,
      seqNumber: 0,
      ackNumber: at + 1,
      flags: TcpFlag.RST | TcpFlag.ACK,
      window: 0,
    });
    parts.push(
      pcapRecord({
        ...time,
        nanoseconds: time.nanoseconds + 500_000,
        data: ethernetFrame({ payload: refusal }),
      }),
    );
  }
  return Buffer.concat(parts);
}
