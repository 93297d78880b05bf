import { describe, expect, it } from 'vitest';
import { Talk } from './zeek-talk.ts';

/** What the numbers of a segment do shows in whether a connection that both sides reset carried payload: REJ or RSTR. */
describe('numbers that are not believed', () => {
  it('a reset far away says nothing about what was sent', () => {
    expect(new Talk().c('S').c('R', { seqBy: 5_000_000 }).s('RA').state).toBe('REJ');
    expect(new Talk().c('S').c('R', { seqBy: 5000 }).s('RA').state).toBe('RSTR');
  });

  it('an acknowledgement of 0 far away says nothing', () => {
    const talk = new Talk(40_000, 9000, 0xf000_0000);
    expect(talk.c('S').s('A', { ackBy: 0x0fff_ffff }).c('R').s('R').state).toBe('REJ');
  });

  it('an acknowledgement in a reset says nothing', () => {
    expect(new Talk().c('S').s('SA').s('RA', { ackBy: 700 }).c('R').state).toBe('REJ');
  });

  it('a FIN far away is believed where nothing else was seen', () => {
    expect(new Talk().c('S').c('FA', { seqBy: 3_000_000_000 }).c('R').s('R').state).toBe('RSTR');
  });

  it('what comes after a reset is no retransmission', () => {
    const talk = new Talk().handshake().s('R').s('PA', { payload: 10 }).s('PA', { payload: 10, seqBy: -10 });
    expect(talk.history).toBe('ShArd');
  });
});

describe('where a stream starts', () => {
  it('is said anew by a SYN after a reset that came first, but not by one after a real reset', () => {
    const forged = new Talk().c('S').s('R', { seq: 77 }).s('SA').s('PA', { payload: 10 });
    expect(forged.history).toBe('Srhd');
    expect(forged.server.start).toBe(0xffff_fff0 | 0);
    expect(new Talk().handshake().s('R').s('SA', { seqBy: 50 }).history).toBe('ShArh');
  });

  it('is one before the first segment where no SYN was seen, and its payload is new', () => {
    expect(new Talk().c('PA', { payload: 10 }).c('PA', { payload: 10 }).history).toBe('D');
  });

  it('lets SYN and FIN count as no payload', () => {
    expect(new Talk().handshake().c('FA').c('R').s('R').state).toBe('REJ');
    expect(new Talk().handshake().c('FA', { payload: 1 }).c('R').s('R').state).toBe('RSTR');
  });
});
