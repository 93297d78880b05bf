import { sequencePlot, type PacketEvent } from '@halfopen/timeline';
import { describe, expect, it } from 'vitest';
import { isQuiet, plotText } from '../src/page/plot/plot-words.ts';
import { secondsLabels, zoomed } from '../src/page/plot/scales.ts';

function packet(change: Partial<PacketEvent>): PacketEvent {
  return {
    kind: 'packet',
    from: 'client',
    to: 'server',
    type: 'DATA',
    atNs: 0,
    middleNs: null,
    arrivedNs: 0,
    seq: 1,
    ack: 1,
    lengthBytes: 0,
    windowBytes: 1000,
    retransmission: 0,
    frames: {},
    ...change,
  };
}

function textOf(events: readonly PacketEvent[]): string {
  return plotText(sequencePlot(events, 'client'));
}

describe('a plot in words', () => {
  const syn = packet({ type: 'SYN', seq: 0, ack: null });

  it('counts payload, not FIN', () => {
    const data = packet({ lengthBytes: 10 });
    const fin = packet({ type: 'FIN', seq: 11 });
    expect(textOf([syn, data, fin])).toBe('client sends 10 bytes');
    expect(textOf([syn, data, { ...data, retransmission: 1 }])).toBe(
      'client sends 10 bytes, 1 segment again',
    );
  });

  it('says what little was sent instead of a plot', () => {
    expect(textOf([syn])).toBe('client sends nothing but SYN');
    expect(textOf([syn, packet({ type: 'RST-A' })])).toBe('client sends nothing but SYN and RST');
    expect(textOf([])).toBe('client sends nothing');
    expect(isQuiet(sequencePlot([syn, { ...syn, retransmission: 1 }], 'client'))).toBe(false);
  });
});

describe('the axis of time', () => {
  it('has numbers of equal decimals, and none to spare', () => {
    expect(secondsLabels([0, 5e9, 10e9])).toEqual(['0', '5', '10']);
    expect(secondsLabels([-5e8, 0, 5e8])).toEqual(['-0.5', '0.0', '0.5']);
    expect(secondsLabels([1_000_000_200, 1_000_000_400])).toEqual(['1.0000002', '1.0000004']);
  });

  it('is stretched around a time, and no further than all of it', () => {
    const whole = [0, 80_000] as const;
    expect(zoomed(whole, whole, 0.5, 20_000)).toEqual([10_000, 50_000]);
    expect(zoomed([0, 8000], whole, 0.5, 60_000)).toEqual([58_000, 62_000]);
    expect(zoomed([0, 8000], whole, 2, 0)).toEqual([0, 16_000]);
    expect(zoomed([0, 50_000], whole, 2, 0)).toBeNull();
  });
});
