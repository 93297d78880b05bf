import { describe, expect, it } from 'vitest';
import { Talk } from './zeek-talk.ts';

describe('letters that stand once for each role', () => {
  it('notes data and bare acknowledgements once', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 3; i++) talk.c('PA', { payload: 10 }).s('PA', { payload: 10 }).c('A').s('A');
    expect(talk.history).toBe('ShADda');
  });

  it('notes several control flags in one segment as I or Q, once, and by no other letter', () => {
    const talk = new Talk().handshake();
    talk.c('FRA').c('FRA').s('SFA').s('SRA').s('SF');
    expect(talk.history).toBe('ShAIq');
  });

  it('notes nothing for a segment without flags and payload', () => {
    expect(new Talk().c('').history).toBe('');
  });
});

describe('letters that stand again for another sequence number', () => {
  it('F', () => {
    const talk = new Talk().handshake().c('FA');
    expect(talk.c('FA', { seqBy: -1 }).history).toBe('ShAF');
    expect(talk.c('FA', { seqBy: 9 }).history).toBe('ShAFF');
    // a FIN stands at the end of its payload
    expect(talk.c('FA', { seqBy: 4, payload: 5 }).history).toBe('ShAFFT');
  });

  it('R', () => {
    const talk = new Talk().handshake().c('R').c('R');
    expect(talk.history).toBe('ShAR');
    expect(talk.c('R', { seqBy: 1 }).history).toBe('ShARR');
  });

  it('S and H: a repeated one says the same, one of an end that has closed does not', () => {
    const talk = new Talk().c('S').c('S', { seqBy: -1 }).s('SA').s('SA', { seqBy: -1 }).c('A');
    expect(talk.history).toBe('ShA');
    expect(talk.s('FA').s('SA', { seqBy: 50 }).history).toBe('ShAfh');
  });

  it('a role that has sent a SYN notes a SYN-ACK with the same number no more', () => {
    expect(new Talk().c('S').s('S').s('SA', { seqBy: -1 }).history).toBe('Ss');
  });
});

describe('letters that stand at the 1st, 10th, 100th time', () => {
  it('T: payload that was sent before', () => {
    const talk = new Talk().handshake().c('PA', { payload: 100 });
    const again = (times: number): string => {
      for (let i = 0; i < times; i++) talk.c('PA', { seqBy: -100, payload: 100 });
      return talk.history;
    };
    expect(again(1)).toBe('ShADT');
    expect(again(8)).toBe('ShADT');
    expect(again(1)).toBe('ShADTT');
    expect(again(89)).toBe('ShADTT');
    expect(again(1)).toBe('ShADTTT');
  });

  it('T: a keep-alive with a byte, not one without', () => {
    const talk = new Talk().handshake().c('PA', { payload: 100 });
    expect(talk.c('A', { seqBy: -1 }).history).toBe('ShAD');
    expect(talk.c('A', { seqBy: -1, payload: 1 }).history).toBe('ShADT');
  });

  it('T: a SYN or a reset with payload', () => {
    expect(new Talk().c('S', { payload: 20 }).history).toBe('ST');
    expect(new Talk().handshake().s('RA', { payload: 20 }).history).toBe('ShArt');
  });

  it('T: not what came late but reaches further', () => {
    const talk = new Talk().handshake().c('PA', { payload: 100 }).c('PA', { seqBy: -100, payload: 101 });
    expect(talk.history).toBe('ShAD');
  });

  it('W: a zero window', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 10; i++) talk.s('A', { window: 0 });
    expect(talk.history).toBe('ShAaww');
  });

  it('W: not in a reset, not after one, not when the other end has closed', () => {
    expect(new Talk().handshake().s('RA', { window: 0 }).s('A', { window: 0 }).history).toBe('ShAra');
    expect(new Talk().handshake().c('FA').s('A', { window: 0 }).history).toBe('ShAFa');
    expect(new Talk().handshake().s('FA').s('A', { window: 0 }).history).toBe('ShAfaw');
  });
});

describe('a history', () => {
  it('does not grow without end', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 5000; i++) talk.c('R', { seqBy: i });
    expect(talk.history).toHaveLength(4096);
  });
});
