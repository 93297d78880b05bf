/** States where packets take time, or are lost: what several captures show. */
import { describe, expect, it } from 'vitest';
import type { PacketEvent } from '@halfopen/timeline';
import { inferredStates } from '../src/index.ts';

type Part = Partial<Omit<PacketEvent, 'from' | 'type' | 'atNs'>>;

/** A packet that leaves at a time and takes 10, unless it is said that it arrives otherwise. */
function packet(
  from: PacketEvent['from'],
  type: PacketEvent['type'],
  atNs: number,
  part: Part = {},
): PacketEvent {
  return {
    kind: 'packet',
    from,
    to: from === 'client' ? 'server' : 'client',
    type,
    atNs,
    middleNs: null,
    arrivedNs: atNs + 10,
    seq: 1,
    ack: type === 'SYN' ? null : 1,
    lengthBytes: 0,
    windowBytes: 512,
    retransmission: 0,
    frames: {},
    ...part,
  };
}

const handshake: readonly PacketEvent[] = [
  packet('client', 'SYN', 0, { seq: 0 }),
  packet('server', 'SYN-ACK', 10, { seq: 0 }),
  packet('client', 'HANDSHAKE-ACK', 20),
];

function statesAfter(...packets: readonly PacketEvent[]): readonly string[] {
  const told = inferredStates([...handshake, ...packets]).map(
    ({ atNs, side, state }) => `${atNs} ${side} ${state}`,
  );
  expect(told.slice(0, 3)).toEqual(['0 client SYN-SENT', '10 server SYN-RECEIVED', '20 client ESTABLISHED']);
  return told.slice(3);
}

describe('states of ends between which packets take time', () => {
  it('change as packets leave and as they arrive', () => {
    expect(
      statesAfter(
        packet('client', 'FIN', 100),
        packet('server', 'FIN', 110, { ack: 2 }),
        packet('client', 'ACK', 120, { seq: 2, ack: 2 }),
      ),
    ).toEqual([
      '30 server ESTABLISHED',
      '100 client FIN-WAIT-1',
      '110 server CLOSE-WAIT',
      '110 server LAST-ACK',
      '120 client TIME-WAIT',
      '130 server CLOSED',
    ]);
  });

  it('cross where each FIN leaves before the other one arrives', () => {
    expect(
      statesAfter(
        packet('client', 'FIN', 100),
        packet('server', 'FIN', 105),
        packet('server', 'ACK', 110, { seq: 2, ack: 2 }),
        packet('client', 'ACK', 115, { seq: 2, ack: 2 }),
      ),
    ).toEqual([
      '30 server ESTABLISHED',
      '100 client FIN-WAIT-1',
      '105 server FIN-WAIT-1',
      '110 server CLOSING',
      '115 client CLOSING',
      '120 client TIME-WAIT',
      '125 server TIME-WAIT',
    ]);
  });

  it('do not change by what never arrives', () => {
    const lost: Part = { arrivedNs: null };
    expect(statesAfter(packet('client', 'FIN', 100, lost))).toEqual([
      '30 server ESTABLISHED',
      '100 client FIN-WAIT-1',
    ]);
    expect(statesAfter(packet('server', 'RST-A', 100, lost))).toEqual([
      '30 server ESTABLISHED',
      '100 server CLOSED',
    ]);
    const acked = packet('server', 'ACK', 120, { ack: 2, arrivedNs: null });
    expect(statesAfter(packet('client', 'FIN', 100), acked)).toEqual([
      '30 server ESTABLISHED',
      '100 client FIN-WAIT-1',
      '110 server CLOSE-WAIT',
    ]);
  });

  it('count what was under way as not received yet', () => {
    // sent before the reset arrived, it does not show that the client took no notice of it
    expect(
      statesAfter(
        packet('server', 'RST-A', 100),
        packet('client', 'DATA', 105, { lengthBytes: 5, arrivedNs: null }),
      ).slice(1),
    ).toEqual(['100 server CLOSED', '110 client CLOSED']);
    expect(
      statesAfter(
        packet('server', 'RST-A', 100),
        packet('client', 'DATA', 115, { lengthBytes: 5, arrivedNs: null }),
      ).slice(1),
    ).toEqual(['100 server CLOSED']);
  });

  it('take the end of the handshake for taken when it is seen to arrive', () => {
    expect(statesAfter()).toEqual(['30 server ESTABLISHED']);
    const repeated = packet('server', 'SYN-ACK', 1010, { seq: 0, retransmission: 1 });
    expect(statesAfter(repeated)).toEqual([]);
    const disowned = packet('server', 'RST-P', 31, { ack: null });
    expect(statesAfter(disowned)).toEqual(['31 server CLOSED', '41 client CLOSED']);
  });

  it('of a side are not told by a reset in its name', () => {
    expect(statesAfter(packet('middle', 'RST-A', 100)).slice(1)).toEqual(['110 client CLOSED']);
    expect(statesAfter(packet('middle', 'ICMP-HOST-UNREACHABLE', 100)).slice(1)).toEqual([]);
  });
});
