import { describe, expect, it } from 'vitest';
import { findingOf } from './record-builder.ts';

const finThenReset = (recv: string): string => `
  0.1 server > FIN
  0.2 client send = 5000
  0.3 server > RST-P
  0.4 client poll = ready IN|OUT|ERR|HUP|RDHUP
  0.5 client select = ready R|W
  0.6 client recv = ${recv}`;

const killedUnread = (recv: string): string => `
  0.1 server > RST-A
  0.2 client poll = ready IN|OUT|ERR|HUP|RDHUP
  0.3 client select = ready R|W
  0.4 client recv = ${recv}`;

const readerGone = (first: string, second: string): string => `
  0.1 client > FIN
  0.2 server send = ${first}
  0.3 client > RST-P
  0.4 server send = ${second}`;

const runsOfS26 = (reset: string, endOfFile: string): Record<string, string> => ({
  'close-unread/plain': `0.1 client poll = ready IN\n0.2 client recv = ${reset}`,
  'close-writer-exits': `0.1 client recv = 28\n0.2 client recv = ${endOfFile}`,
});

describe('S26, a 0 with ECONNRESET beside it', () => {
  it('is wrong where a reset makes recv fail and a 0 leaves errno alone', () => {
    expect(findingOf('S26', runsOfS26('ECONNRESET', '0')).verdict).toBe('wrong');
  });

  it('is true where only a reset leaves it there', () => {
    expect(findingOf('S26', runsOfS26('0, left 104', '0')).verdict).toBe('true');
  });

  it('is wrong where the end of file leaves it there as well', () => {
    expect(findingOf('S26', runsOfS26('0, left 104', '0, left 104')).verdict).toBe('wrong');
  });
});

const runsOfS30 = (recv: string): Record<string, string> => ({
  'close-reader-exits/read-after-reset': finThenReset(recv),
  'close-peer-killed-unread': killedUnread('ECONNRESET'),
});

describe('S30, a read after FIN, write and reset', () => {
  it('is wrong where it returns 0', () => {
    expect(findingOf('S30', runsOfS30('0'))).toEqual({
      verdict: 'wrong',
      because:
        'After FIN, write and reset recv returned 0; after a reset without a FIN recv failed with ECONNRESET.',
    });
  });

  it('is true where it fails with ECONNRESET', () => {
    expect(findingOf('S30', runsOfS30('ECONNRESET')).verdict).toBe('true');
  });

  it('is undecided where no FIN came first', () => {
    const noFin = { 'close-reader-exits/read-after-reset': killedUnread('ECONNRESET') };
    expect(findingOf('S30', { ...runsOfS30('0'), ...noFin }).verdict).toBe('undecided');
  });
});

const runsOfS31 = (write: string, second: string): Record<string, string> => ({
  'close-linger0/read-first': '0.1 server > RST-A\n0.2 client recv = ECONNRESET',
  'close-linger0/write-first': `
    0.1 client send = 6
    0.2 server > RST-A
    0.3 client send = ${write}
    0.4 client send = ${second}`,
});

describe('S31 and S45, the first call after a reset', () => {
  it('is told of the reset, be it a write: S31 is half true', () => {
    expect(findingOf('S31', runsOfS31('ECONNRESET', 'EPIPE')).verdict).toBe('partly');
  });

  it('is a broken pipe to a write: S31 is true', () => {
    expect(findingOf('S31', runsOfS31('EPIPE', 'EPIPE')).verdict).toBe('true');
  });

  it('is not a reset where only a FIN had come: S45 is half true', () => {
    const gone = { 'close-reader-exits/sigpipe-ignored': readerGone('28', 'EPIPE') };
    expect(findingOf('S45', { ...runsOfS31('ECONNRESET', 'EPIPE'), ...gone }).verdict).toBe('partly');
  });

  it('is a reset there too: S45 is true', () => {
    const gone = { 'close-reader-exits/sigpipe-ignored': readerGone('ECONNRESET', 'EPIPE') };
    expect(findingOf('S45', { ...runsOfS31('ECONNRESET', 'EPIPE'), ...gone }).verdict).toBe('true');
  });
});

const runsOfS33 = (fin: string, reset: string): Record<string, string> => ({
  'close-writer-exits/select': `0.1 client select = ${fin}\n0.2 client recv = 0`,
  'close-peer-killed-unread': killedUnread('ECONNRESET').replace('ready R|W', reset),
});

describe('S33, select on a FIN and on a reset', () => {
  it.each([
    ['true', 'ready R|W', 'ready R|W'],
    ['true', 'ready R', 'ready R|W|X'],
    ['partly', 'ready R|W', 'ready X'],
    ['wrong', 'timeout', 'ready W'],
  ])('is %s where it says %s and %s', (verdict, fin, reset) => {
    expect(findingOf('S33', runsOfS33(fin, reset)).verdict).toBe(verdict);
  });
});

const runsOfS44 = (recv: string): Record<string, string> => ({
  'close-reader-exits/read-after-reset': finThenReset(recv),
  'close-reader-exits/sigpipe-ignored': readerGone('28', 'EPIPE'),
});

describe('S44, read and write after a write to a closed peer', () => {
  it.each([
    ['partly', '0'],
    ['true', 'ECONNRESET'],
  ])('is %s where recv gives %s', (verdict, recv) => {
    expect(findingOf('S44', runsOfS44(recv)).verdict).toBe(verdict);
  });
});
