import { describe, expect, it } from 'vitest';
import type { Side } from '@halfopen/catalogue';
import { Classifier, type RawSegment } from '../src/observe/classify.ts';

const CLIENT_ISN = 0xffff_fffe;
const SERVER_ISN = 5000;

/** A segment in few words: who, flags, sequence and acknowledgement relative to the initial numbers, payload. */
function raw(by: Side, flags: string, seq: number, ack: number, lengthBytes = 0): RawSegment {
  const [own, peer] = by === 'client' ? [CLIENT_ISN, SERVER_ISN] : [SERVER_ISN, CLIENT_ISN];
  return {
    frame: 1,
    atNs: 0,
    by,
    flags: {
      syn: flags.includes('S'),
      ack: flags.includes('A'),
      fin: flags.includes('F'),
      rst: flags.includes('R'),
    },
    seq: (own + seq) >>> 0,
    ack: flags.includes('A') ? (peer + ack) >>> 0 : 0,
    lengthBytes,
    controlBits: 0,
    window: 64,
    windowScale: flags.includes('S') ? 10 : null,
    ttl: 64,
    ipId: 7,
  };
}

function opened(): Classifier {
  const classifier = new Classifier();
  classifier.segment(raw('client', 'S', 0, 0));
  classifier.segment(raw('server', 'SA', 0, 1));
  classifier.segment(raw('client', 'A', 1, 1));
  return classifier;
}

describe('telling what a segment is', () => {
  it('knows the handshake, also when it repeats', () => {
    const classifier = new Classifier();
    expect(classifier.segment(raw('client', 'S', 0, 0))).toMatchObject({ type: 'SYN', retransmitted: false });
    expect(classifier.segment(raw('client', 'S', 0, 0))).toMatchObject({ type: 'SYN', retransmitted: true });
    expect(classifier.segment(raw('server', 'SA', 0, 1))).toMatchObject({ type: 'SYN-ACK', seq: 0, ack: 1 });
    expect(classifier.segment(raw('client', 'A', 1, 1))).toMatchObject({ type: 'HANDSHAKE-ACK', seq: 1 });
    expect(classifier.segment(raw('client', 'A', 1, 1))).toMatchObject({ type: 'ACK' });
  });

  it('tells data from its repetition across the wrap of sequence numbers', () => {
    const classifier = opened();
    expect(classifier.segment(raw('client', 'PA', 1, 1, 6))).toMatchObject({
      type: 'DATA',
      retransmitted: false,
      seq: 1,
    });
    expect(classifier.segment(raw('client', 'PA', 7, 1, 4))).toMatchObject({ retransmitted: false, seq: 7 });
    expect(classifier.segment(raw('client', 'PA', 7, 1, 4))).toMatchObject({ retransmitted: true });
    expect(classifier.segment(raw('client', 'PA', 1, 1, 20))).toMatchObject({ retransmitted: true });
  });

  it('knows a keepalive probe, also on a connection that never carried data', () => {
    expect(opened().segment(raw('client', 'A', 0, 1))).toMatchObject({ type: 'KEEPALIVE' });
    const busy = opened();
    busy.segment(raw('client', 'PA', 1, 1, 6));
    expect(busy.segment(raw('client', 'A', 6, 1))).toMatchObject({ type: 'KEEPALIVE' });
    expect(busy.segment(raw('client', 'A', 7, 1))).toMatchObject({ type: 'ACK' });
  });

  it('tells the three forms of a reset', () => {
    expect(opened().segment(raw('server', 'RA', 1, 1))).toMatchObject({ type: 'RST-A' });
    expect(opened().segment(raw('server', 'R', 1, 0))).toMatchObject({ type: 'RST-P', ack: null });
    const refused = new Classifier();
    refused.segment(raw('client', 'S', 0, 0));
    expect(refused.segment({ ...raw('server', 'RA', 0, 1), seq: 0 })).toMatchObject({
      type: 'RST-S',
      seq: 0,
    });
  });

  it('scales windows once the handshake has said how', () => {
    expect(opened().segment(raw('client', 'PA', 1, 1, 6))).toMatchObject({ windowBytes: 64 * 1024 });
  });

  it('counts a repeated FIN as sent before', () => {
    const classifier = opened();
    expect(classifier.segment(raw('server', 'FA', 1, 1))).toMatchObject({
      type: 'FIN',
      retransmitted: false,
    });
    expect(classifier.segment(raw('server', 'FA', 1, 1))).toMatchObject({ type: 'FIN', retransmitted: true });
  });

  it('begins anew with a SYN that has another initial sequence number', () => {
    const classifier = opened();
    classifier.segment(raw('client', 'PA', 1, 1, 6));
    const again = classifier.segment({ ...raw('client', 'S', 0, 0), seq: 77 });
    expect(again).toMatchObject({ type: 'SYN', retransmitted: false, seq: 0 });
    const data = { ...raw('client', 'PA', 1, 1, 6), seq: 78 };
    expect(classifier.segment(data)).toMatchObject({ type: 'DATA', retransmitted: false, seq: 1 });
  });

  it('takes a repeated single byte for data while it is not acknowledged', () => {
    const classifier = opened();
    classifier.segment(raw('client', 'PA', 1, 1, 1));
    expect(classifier.segment(raw('client', 'PA', 1, 1, 1))).toMatchObject({
      type: 'DATA',
      retransmitted: true,
    });
    classifier.segment(raw('server', 'A', 1, 2));
    expect(classifier.segment(raw('client', 'A', 1, 1, 1))).toMatchObject({ type: 'KEEPALIVE' });
  });
});
