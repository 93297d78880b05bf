import { describe, expect, it } from 'vitest';
import { atEach, findingOf } from './record-builder.ts';

const readerGone = (second: string): string => `
  0.1 client > FIN
  0.2 server send = 28
  0.3 client > RST-P
  0.4 server send = ${second}`;

describe('S03, two writes to a reader that is gone', () => {
  const flood = { 'close-reader-exits/flood': atEach([0.1, 0.2, 0.3], 'client send = 5000') };

  it.each([
    ['true', 'EPIPE'],
    ['partly', 'ECONNRESET'],
    ['partly', '28'],
  ])('is %s where the second gives %s', (verdict, second) => {
    const runs = { 'close-reader-exits/sigpipe-ignored': readerGone(second), ...flood };
    expect(findingOf('S03', runs).verdict).toBe(verdict);
  });
});

describe('S25, SIGPIPE', () => {
  it.each([
    ['true', 'killed SIGPIPE'],
    ['partly', 'EPIPE'],
  ])('is %s where the write with the default disposition gives %s', (verdict, result) => {
    const runs = {
      'close-reader-exits/sigpipe-default': readerGone(result),
      'close-reader-exits/sigpipe-ignored': readerGone('EPIPE'),
    };
    expect(findingOf('S25', runs).verdict).toBe(verdict);
  });
});

const runsOfS27 = (unread: string, keepalive: string): Record<string, string> => ({
  'conn-refused': '0 client connect = ECONNREFUSED\n0.01 server > RST-S',
  'close-linger0': '0.1 server close = 0\n0.1 server > RST-A',
  'idle-reboot': '0.1 client > DATA\n0.2 server > RST-P',
  'close-unread': `0.1 server close = 0\n0.1 server > ${unread}`,
  'idle-keepalive': `4 client : CLOSED\n4 client > ${keepalive}`,
});

describe('S27, the reasons for a reset', () => {
  it('are more than three where unread bytes and keepalive bring one too', () => {
    expect(findingOf('S27', runsOfS27('RST-A', 'RST-A')).verdict).toBe('partly');
    expect(findingOf('S27', runsOfS27('RST-A', 'KEEPALIVE')).verdict).toBe('partly');
  });

  it('are the three where those bring none', () => {
    expect(findingOf('S27', runsOfS27('FIN', 'KEEPALIVE')).verdict).toBe('true');
  });
});

const sendsOfS28 = (results: readonly string[]): string =>
  results.map((result, index) => `${0.1 + index / 1000} client send = ${result}`).join('\n');
const first = '0.1 client > DATA, len 1448';

describe('S28, the end of a flood', () => {
  it('is the reset, though a full buffer had made the flood wait', () => {
    const story = `
      ${first}
      ${sendsOfS28(['5000', '5000'])}
      0.105 client send = 544, until 0.12
      0.110 server > RST-P
      0.121 client send = EPIPE`;
    expect(findingOf('S28', { 'close-reader-exits/flood': story })).toEqual({
      verdict: 'wrong',
      because:
        '3 sends with 10544 bytes were accepted until the reset arrived, 0.02 s after the first segment had left; then send ' +
        'failed with EPIPE. The buffer was full by then, which made the last of them wait 0.01 s but did not make it fail.',
    });
  });

  it('is the reset, with room left in the buffer', () => {
    const story = `${first}\n${sendsOfS28(['5000'])}\n0.1 server > RST-P\n0.2 client send = EPIPE`;
    const { verdict, because } = findingOf('S28', { 'close-reader-exits/flood': story });
    expect(verdict).toBe('wrong');
    expect(because).toContain('The buffer was not full by then');
  });

  it('is the full buffer where the writes break before any reset has come', () => {
    const story = `${first}\n${sendsOfS28([...Array<string>(26).fill('5000'), 'EPIPE'])}\n0.2 server > RST-P`;
    const { verdict, because } = findingOf('S28', { 'close-reader-exits/flood': story });
    expect(verdict).toBe('true');
    expect(because).toContain('26 sends with 130000 bytes were accepted');
  });

  it('is neither where a full buffer gives another error', () => {
    const story = `${first}\n${sendsOfS28(['5000', 'EAGAIN'])}`;
    expect(findingOf('S28', { 'close-reader-exits/flood': story }).verdict).toBe('wrong');
  });
});

const runsOfS29 = (poll: string, next: string): Record<string, string> => {
  const story = `0.1 client poll = ${poll}\n0.2 client recv = ${next}\n0.3 client send = EPIPE`;
  return { 'close-unread/plain': story, 'close-linger0': story };
};

describe('S29, the call after a reset', () => {
  it.each([
    ['true', 'ready IN|OUT|ERR|HUP|RDHUP', 'ECONNRESET'],
    ['partly', 'ready IN|OUT', 'ECONNRESET'],
    ['wrong', 'ready IN|OUT', '0'],
  ])('is %s where poll says %s and recv gives %s', (verdict, poll, next) => {
    expect(findingOf('S29', runsOfS29(poll, next)).verdict).toBe(verdict);
  });
});

const storyOfS32 = (poll: string, heard: string): string => `
  0.1 client poll = ${poll}, until 0.3
  0.4 client send = 6
  0.5 server > RST-P
  0.6 client recv = ${heard}`;

describe('S32, a reboot that goes unseen', () => {
  it.each([
    ['true', 'timeout', 'ECONNRESET'],
    ['partly', 'timeout', 'EPIPE'],
    ['partly', 'ready IN', 'ECONNRESET'],
  ])('is %s where poll says %s before and recv gives %s after the write', (verdict, poll, heard) => {
    expect(findingOf('S32', { 'idle-reboot': storyOfS32(poll, heard) }).verdict).toBe(verdict);
  });
});

const runsOfS34 = (resets: number): Record<string, string> => {
  const met = '0.1 client > ACK\n0.2 server ! the host crashes\n0.3 client > DATA\n0.4 client > DATA';
  const story = `${met}\n${atEach(Array<number>(resets).fill(0.5), 'server > RST-P')}`;
  return {
    'idle-reboot/service-back': story,
    'idle-reboot/service-gone': story,
    'idle-reboot/keepalive': story,
  };
};

describe('S34, segments that reach a rebooted host', () => {
  it.each([
    ['true', 2],
    ['wrong', 1],
    ['wrong', 0],
  ])('is %s with %i resets for two of them', (verdict, resets) => {
    expect(findingOf('S34', runsOfS34(resets)).verdict).toBe(verdict);
  });
});

describe('S35, data for the server before this one', () => {
  const story = '0.1 server listen = 3\n0.2 server listen = 3, by restarted\n0.3 client > DATA, len 6';

  it.each([
    ['true', '\n0.4 server > RST-P'],
    ['wrong', '\n0.4 server > ACK'],
  ])('is %s with %j', (verdict, answer) => {
    expect(findingOf('S35', { 'close-reader-exits/restarted': story + answer }).verdict).toBe(verdict);
  });
});

const runsOfS42 = (leaves: string, keepalive: string): Record<string, string> => ({
  'send-cut': `15.4 client : CLOSED${leaves}`,
  'conn-ack-lost': `
    3 server : CLOSED${leaves.replace('client', 'server').replace('15.4', '3')}
    3.1 client > DATA
    3.2 server > RST-P`,
  'close-cut': `3.7 client : CLOSED${leaves.replace('15.4', '3.7')}`,
  'idle-keepalive': `4 client : CLOSED\n4 client > ${keepalive}`,
});

describe('S42, what a give-up sends', () => {
  it('is a reset for keepalive alone, whatever later answers the data', () => {
    expect(findingOf('S42', runsOfS42('', 'RST-A'))).toEqual({
      verdict: 'partly',
      because: 'Giving up sent a reset for keepalive probes, and none for data, the SYN-ACK and the FIN.',
    });
  });

  it('is a reset each time, as the articles say', () => {
    expect(findingOf('S42', runsOfS42('\n15.4 client > RST-A', 'RST-A')).verdict).toBe('true');
  });

  it('is never one', () => {
    expect(findingOf('S42', runsOfS42('', 'KEEPALIVE')).verdict).toBe('wrong');
  });
});
