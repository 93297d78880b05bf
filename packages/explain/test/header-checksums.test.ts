import { foldSum, Protocol, pseudoHeaderSum, tcpPacket } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { headerFields } from '../src/index.ts';
import { spec, v4, v6 } from './support/fields.ts';

function noteOf(packet: Uint8Array, name = 'checksum'): string | undefined {
  return headerFields(packet).find((field) => field.name === name)?.note;
}

describe('notes on checksums', () => {
  const payload = Uint8Array.of(1, 2, 3);

  it.each([v4, v6])('say whether they hold', (ends) => {
    const right = tcpPacket({ ...spec, ...ends, payload });
    const length = right.length - 23;
    const at = length === 20 ? 12 : 8;
    const bytes = length === 20 ? 4 : 16;
    const partial = foldSum(pseudoHeaderSum(right, at, bytes, Protocol.tcp, 23));
    const offloaded = tcpPacket({ ...spec, ...ends, payload, checksum: partial });
    expect(noteOf(right)).toBe('right');
    expect(noteOf(right.subarray(0, -1))).toBe('not checked: payload not captured');
    expect(noteOf(tcpPacket({ ...spec, ...ends, payload, checksum: 0x1234 }))).toBe('wrong');
    expect(noteOf(tcpPacket({ ...spec, ...ends, payload, checksum: 0 }))).toBe('not filled in');
    for (const end of [offloaded.length, length + 20])
      expect(noteOf(offloaded.subarray(0, end))).toBe('of the pseudo-header only: left to the network card');
  });

  it('are not misled by zeros that were not captured', () => {
    const packet = tcpPacket({ ...spec, payload: new Uint8Array(4) });
    expect(noteOf(packet.subarray(0, 40))).toBe('not checked: payload not captured');
  });

  it('say where that of an IPv4 header was not filled in', () => {
    const packet = tcpPacket(spec);
    packet.fill(0, 10, 12);
    expect(noteOf(packet, 'header checksum')).toBe('not filled in');
  });

  it('say so where the length was left to the network card', () => {
    const packet = tcpPacket({ ...spec, payload });
    packet[2] = 0;
    packet[3] = 0;
    expect(noteOf(packet)).toBe('not checked: no length stated');
    expect(noteOf(packet, 'total length')).toBe('left to the network card');
    expect(noteOf(packet, 'header checksum')).toBe('wrong');
  });
});
