/**
 * The packets of one connection as the timeline's events. One capture sees a packet once: that moment stands for departure and
 * arrival both, and whether it arrived is not known.
 */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { Finding } from '../finding.ts';
import type { ConnectionRecord } from '../record.ts';
import { icmpFields, ipVersionOf, packetEvent, segmentFields } from './event-fields.ts';
import { vantageOfFrames } from './frame-vantage.ts';
import { initialSeq } from './initial-seq.ts';
import type { LoggedPacket } from './packet-log.ts';

/** The packets as events, in order of capture. Times count from the first of them. `clientSide`: which of their sides is the client. */
export function packetEvents(
  packets: readonly LoggedPacket[],
  clientSide: 0 | 1,
  { vantage: { at }, client }: Pick<ConnectionRecord, 'vantage' | 'client'>,
): PacketEvent[] {
  const by = ([0, 1] as const).map((side) => packets.filter((each) => each.side === side && each.flags >= 0));
  const initial = [initialSeq(by[0]!, by[1]!), initialSeq(by[1]!, by[0]!)] as const;
  const ipVersion = ipVersionOf(client.address);
  const vantage = vantageOfFrames(at);
  const startNs = packets[0]?.ns ?? 0;
  return packets.map((packet) => {
    const { side, frame, repetition, flags, ns } = packet;
    const atNs = ns - startNs;
    const sender: Side = side === clientSide ? 'client' : 'server';
    const when = { atNs, middleNs: at === 'middle' ? atNs : null, arrivedNs: atNs };
    const rest = { ...when, retransmission: repetition, frames: { [vantage]: frame } };
    return flags < 0
      ? packetEvent(icmpFields(packet, ipVersion), { from: 'middle', to: sender, ...rest })
      : packetEvent(segmentFields(packet, initial[side], initial[1 - side]!), {
          from: sender,
          to: sender === 'client' ? 'server' : 'client',
          ...rest,
        });
  });
}

/** A finding's record with its packets. To be asked for once, before the next connection is taken. */
export function recordWithPackets(
  finding: Finding,
): ConnectionRecord & { readonly packets: readonly PacketEvent[] } {
  const record = finding.record();
  return { ...record, packets: packetEvents(finding.packets().packets, finding.clientSide, record) };
}
