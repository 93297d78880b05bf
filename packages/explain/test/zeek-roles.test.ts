import { TcpFlag } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { openZeek, startsZeekAnew } from '../src/zeek/roles.ts';
import { blankEndpoint, Talk } from './zeek-talk.ts';

const SYN_ACK = TcpFlag.SYN | TcpFlag.ACK;

describe('openZeek', () => {
  it.each([
    ['a SYN, whatever the ports', TcpFlag.SYN, 443, 40_000, ''],
    ['a SYN-ACK of a server port', SYN_ACK, 443, 40_000, '^'],
    ['a SYN-ACK of another port', SYN_ACK, 9000, 40_000, ''],
    ['a SYN-ACK between two server ports', SYN_ACK, 80, 443, ''],
    ['data of a server port', TcpFlag.ACK, 443, 40_000, '^'],
    ['data to a server port', TcpFlag.ACK, 40_000, 443, ''],
    ['data from the lower of two server ports', TcpFlag.ACK, 80, 443, '^'],
    ['data from the higher of two server ports', TcpFlag.ACK, 443, 80, ''],
  ])('%s', (_name, flags, source, destination, history) => {
    const first = blankEndpoint();
    const second = blankEndpoint();
    expect(openZeek(first, second, flags, source, destination)).toBe(history);
    expect([first.originator, second.originator]).toEqual(history === '' ? [1, 0] : [0, 1]);
  });
});

describe('a flip in the middle', () => {
  it('follows a SYN-ACK, when the other end goes on', () => {
    const talk = new Talk(6669, 80).s('SA').c('A').c('PA', { payload: 136 }).s('A').s('PA', { payload: 50 });
    talk.c('FA').s('FA');
    expect({ history: talk.history, state: talk.state }).toEqual({ history: '^hADadFf', state: 'SF' });
    expect([talk.client.originator, talk.server.originator]).toEqual([1, 0]);
  });

  it('follows a SYN-ACK, when its sender goes on', () => {
    const talk = new Talk().s('SA').s('PA', { payload: 10 }).c('A');
    expect(talk.history).toBe('^hdA');
  });

  it('does not follow when the SYN-ACK is reset', () => {
    expect(new Talk().s('SA').c('R').history).toBe('Hr');
  });

  it('puts a SYN and a SYN-ACK that were captured in the wrong order right', () => {
    const talk = new Talk(40_000, 9000, 1_000_001).s('SA').c('S', { seq: 1_000_000 }).c('A').s('A');
    expect({ history: talk.history, state: talk.state }).toEqual({ history: 'Hs^Aa', state: 'S1' });
    expect(talk.client.originator).toBe(1);
  });
});

/** The same whichever end is named first. */
const anew = (talk: Talk, flags: number, seq: number): boolean =>
  startsZeekAnew(talk.client, talk.server, flags, seq) &&
  startsZeekAnew(talk.server, talk.client, flags, seq);

describe('startsZeekAnew', () => {
  it('takes a SYN with another number for a new connection, a repeated one not', () => {
    const talk = new Talk().handshake();
    expect(anew(talk, TcpFlag.SYN, 1_000_000)).toBe(false);
    expect(anew(talk, TcpFlag.SYN, 1_000_001)).toBe(true);
    expect(anew(talk, TcpFlag.ACK, 7)).toBe(false);
  });

  it('takes any SYN for one when an end has closed', () => {
    expect(anew(new Talk().handshake().s('FA'), TcpFlag.SYN, 1_000_000)).toBe(true);
  });

  it('takes a SYN-ACK for one only while the originator has sent nothing', () => {
    expect(anew(new Talk().handshake(), SYN_ACK, 5)).toBe(false);
    const flipped = new Talk(40_000, 443).s('SA');
    expect(anew(flipped, SYN_ACK, 5)).toBe(true);
    expect(anew(flipped, SYN_ACK, 0xffff_fff0)).toBe(false);
  });

  it('leaves the SYN that belongs to a SYN-ACK before it', () => {
    const talk = new Talk().s('SA');
    expect(anew(talk, TcpFlag.SYN, 999_999)).toBe(false);
    expect(anew(talk, TcpFlag.SYN, 5)).toBe(true);
  });
});
