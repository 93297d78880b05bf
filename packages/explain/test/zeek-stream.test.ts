import { describe, expect, it } from 'vitest';
import { Talk } from './zeek-talk.ts';

describe('G: bytes that were acknowledged and not captured', () => {
  it('stands when the acknowledgement comes, for the side whose bytes are missing', () => {
    const talk = new Talk().handshake().missedS(1000).s('PA', { payload: 500 });
    expect(talk.history).toBe('ShAd');
    expect(talk.c('A').history).toBe('ShAdg');
  });

  it('does not stand for a hole that was filled in time', () => {
    const talk = new Talk().handshake().missedS(1000).s('PA', { payload: 500 });
    talk.c('A', { ackBy: -1500 }).s('PA', { seqBy: -1500, payload: 1000 }).c('A');
    expect(talk.history).toBe('ShAdt');
  });

  it('counts every hole below an acknowledgement', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 9; i++) talk.missedS(10).s('PA', { payload: 10 }).c('A');
    expect(talk.history).toBe('ShAdg');
    expect(talk.missedS(10).s('PA', { payload: 10 }).c('A').history).toBe('ShAdgg');
  });

  it('counts two holes at one time, and none twice', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 5; i++) {
      talk.missedS(10).s('PA', { payload: 10 }).missedS(10).s('PA', { payload: 10 }).c('A').c('A');
    }
    expect(talk.history).toBe('ShAdgg');
  });

  it('invents none where more holes are open than are remembered', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 5; i++) talk.missedS(10).s('PA', { payload: 10 });
    for (let i = 5; i > 0; i--)
      talk.s('PA', { seqBy: -20 * i, payload: 10 }).c('A', { ackBy: -20 * (i - 1) });
    expect(talk.history).toBe('ShAdt');
  });

  it('takes stretches that came out of order for what they are', () => {
    const talk = new Talk().handshake().missedS(500);
    talk.s('A', { seqBy: -100, payload: 100 }).s('A', { seqBy: -300, payload: 100 });
    talk.s('A', { seqBy: -200, payload: 100 }).s('A', { seqBy: -500, payload: 200 });
    expect(talk.c('A').history).toBe('ShAdt');
  });

  it('does not take the FIN for a byte', () => {
    expect(new Talk().handshake().s('PA', { payload: 9 }).s('FA').c('A').c('FA').s('A').history).toBe(
      'ShAdfFa',
    );
  });

  it('stands when a FIN follows what was missed', () => {
    const talk = new Talk().handshake().c('PA', { payload: 538 }).s('A').missedS(2902).s('FA').c('A').c('FA');
    expect({ history: talk.history, state: talk.state }).toEqual({ history: 'ShADafgF', state: 'SF' });
  });

  it('does not stand for what a reset acknowledges', () => {
    expect(new Talk().handshake().missedS(1000).c('RA').history).toBe('ShAR');
  });

  it('does not stand without a handshake', () => {
    const talk = new Talk().c('PA', { payload: 10 }).s('A').missedS(100).c('A');
    expect(talk.history).toBe('DaA');
  });

  it('stands for payload that was captured in part', () => {
    const talk = new Talk().handshake().c('PA', { payload: 474, captured: 40 }).s('A');
    talk.s('PA', { payload: 1200, captured: 40 }).c('A').s('PA', { payload: 1200, seqBy: -1200 }).c('R');
    expect({ history: talk.history, state: talk.state }).toEqual({ history: 'ShADaGdgtR', state: 'RSTO' });
  });

  it('is given up when much lies beyond a hole and nothing is acknowledged', () => {
    const talk = new Talk().handshake().missedS(1000);
    for (let i = 0; i < 12; i++) talk.s('PA', { payload: 1400 });
    expect(talk.c('A').missedS(50).c('A').history).toBe('ShAd');
  });

  it('is not fooled by data that opens a connection', () => {
    expect(new Talk().c('S', { payload: 100 }).s('SA').c('A').s('A').history).toBe('SThAa');
  });

  it('does not believe a segment that begins before the stream', () => {
    const talk = new Talk().handshake().s('PA', { seqBy: -50, payload: 100 });
    expect(talk.c('A', { ackBy: 50 }).history).toBe('ShAdg');
  });

  it('takes data at the place of an acknowledged FIN for nothing', () => {
    const talk = new Talk().handshake().s('FA').c('A').s('A', { seqBy: -1, payload: 2 });
    expect(talk.s('PA', { payload: 10 }).s('FA').c('A').history).toBe('ShAfdfg');
  });

  it('still finds holes in a stream of gigabytes', () => {
    const talk = new Talk().handshake();
    for (let i = 0; i < 11; i++) talk.s('PA', { payload: 0x2000_0000 }).c('A');
    expect(talk.history).toBe('ShAd');
    expect(talk.missedS(100).s('PA', { payload: 100 }).c('A').history).toBe('ShAdg');
  });
});
