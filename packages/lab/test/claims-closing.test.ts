import { describe, expect, it } from 'vitest';
import { atEach, findingOf } from './record-builder.ts';

const runsOfS02 = (unread: string): Record<string, string> => ({
  'close-writer-exits': '0.4 server > FIN',
  'close-reader-exits/sigpipe-ignored': '0.4 client > FIN\n0.5 client > RST-P',
  'close-orderly': '0.2 client > FIN\n0.3 server > FIN',
  'close-unread/plain': `0.2 server > ${unread}`,
});

describe('S02, what leaves at a close', () => {
  it.each([
    ['partly', 'RST-A'],
    ['true', 'FIN'],
  ])('is %s where unread bytes make it a %s', (verdict, unread) => {
    expect(findingOf('S02', runsOfS02(unread)).verdict).toBe(verdict);
  });
});

describe('S04, the end of file', () => {
  it.each([
    ['true', '0'],
    ['wrong', 'ECONNRESET'],
  ])('is %s where the last recv gives %s', (verdict, result) => {
    const story = `0.1 server send = 28\n0.1 client recv = 28\n0.3 client recv = ${result}`;
    expect(findingOf('S04', { 'close-writer-exits': story }).verdict).toBe(verdict);
  });
});

describe('S20, the FIN of a close in a cut', () => {
  const atOnce = `
    0.2 client close = 0
    0.2 client > FIN, seq 9, lost
    0.3 client > FIN, seq 9, again, lost
    ${atEach([0.5, 0.9], 'client > FIN, seq 5, len 4, again, lost')}
    3.7 client : CLOSED`;
  const late = '2.0 client close = 0\n3.9 client : CLOSED';

  it('is partly true where the data that is being repeated keeps it back', () => {
    const { verdict, because } = findingOf('S20', { 'close-cut/at-once': atOnce, 'close-cut/late': late });
    expect(verdict).toBe('partly');
    expect(because).toContain('sent 4 FINs, 2 of them with the repeated data');
  });

  it('is true where it leaves at every close', () => {
    const runs = { 'close-cut/at-once': atOnce, 'close-cut/late': `${late}\n2.0 client > FIN, seq 9, lost` };
    expect(findingOf('S20', runs).verdict).toBe('true');
  });
});

const lastingOfS21 = (atOnce: number, late: number, more = ''): Record<string, string> => ({
  'close-cut/at-once': `
    1 client : FIN-WAIT-1
    ${atEach([1.2, 1.4, 1.9, 2.8], 'client > FIN, again, lost')}
    ${1 + atOnce} client : CLOSED${more}`,
  'close-cut/late': `1 client : FIN-WAIT-1\n${1 + late} client : CLOSED`,
});

describe('S21, the time in FIN-WAIT-1', () => {
  it('is only half true where the time depends on when the program closed', () => {
    const { verdict, because } = findingOf('S21', lastingOfS21(3.5, 1.82));
    expect(verdict).toBe('partly');
    expect(because).toContain('3.5 s with 4 repetitions when closed at once and 1.82 s with no repetitions');
    expect(because).toContain('TIME-WAIT never came');
  });

  it('is only half true where it is ten seconds just once', () => {
    expect(findingOf('S21', lastingOfS21(10, 4)).verdict).toBe('partly');
  });

  it.each([
    ['to the second', 10, 10],
    ['on a busy machine', 9.8, 11.2],
  ])('is true where it is ten seconds both times, %s', (_, atOnce, late) => {
    expect(findingOf('S21', lastingOfS21(atOnce, late)).verdict).toBe('true');
  });

  it('is half true where TIME-WAIT follows on ten seconds, and wrong where neither is so', () => {
    const timeWait = '\n12 client : TIME-WAIT';
    expect(findingOf('S21', lastingOfS21(10, 10, timeWait)).verdict).toBe('partly');
    expect(findingOf('S21', lastingOfS21(3.5, 1.82, timeWait)).verdict).toBe('wrong');
  });

  it('is undecided where both times are alike but short, as shortened timers may make them', () => {
    expect(findingOf('S21', lastingOfS21(4, 4.1)).verdict).toBe('undecided');
  });
});

describe('S22, a cut that heals after the close', () => {
  const story = `
    0.2 client send = 4
    0.3 client close = 0
    0.5 middle ! healed`;

  it.each([
    ['true', '0.9 server recv = 4\n0.9 server recv = 0, until 0.95'],
    ['wrong', '0.9 server recv = blocked'],
    ['wrong', '0.9 server recv = 4\n1 server recv = ECONNRESET'],
  ])('is %s with %j', (verdict, read) => {
    expect(findingOf('S22', { 'close-cut-heals': `${story}\n${read}` }).verdict).toBe(verdict);
  });
});

const runsOfS23 = (kill: string, crash: string): Record<string, string> => ({
  'close-peer-exit/plain': `0.1 server > ${kill}\n0.1 client recv = ${kill === 'FIN' ? '0' : 'ECONNRESET'}`,
  'close-peer-exit/crash': `0.1 server > ${crash}\n0.1 client recv = ${crash === 'FIN' ? '0' : 'ECONNRESET'}`,
  'close-peer-killed-unread': '0.1 server > RST-A',
});

describe('S23 and S40, what a dying process sends', () => {
  it('is a FIN where nothing is unread: S23 true, S40 wrong', () => {
    const linux = runsOfS23('FIN', 'FIN');
    expect(findingOf('S23', linux).verdict).toBe('true');
    expect(findingOf('S40', linux)).toEqual({
      verdict: 'wrong',
      because:
        'With nothing unread SIGKILL sent a FIN and abort() sent a FIN. With bytes unread SIGKILL sent a reset (RST-A): ' +
        'it is the unread bytes, not the crash.',
    });
  });

  it('is a reset whatever was unread: S23 wrong, S40 true', () => {
    const abrupt = runsOfS23('RST-A', 'RST-A');
    expect(findingOf('S23', abrupt).verdict).toBe('wrong');
    expect(findingOf('S40', abrupt).verdict).toBe('true');
  });

  it('depends on how the process dies: both partly', () => {
    const mixed = runsOfS23('FIN', 'RST-A');
    expect(findingOf('S23', mixed).verdict).toBe('partly');
    expect(findingOf('S40', mixed).verdict).toBe('partly');
  });
});

describe('S24, sending on after a FIN', () => {
  it.each([
    ['true', 'EPIPE'],
    ['true', 'killed SIGPIPE'],
    ['wrong', 'ECONNRESET'],
  ])('is %s where it ends in %s', (verdict, result) => {
    const story = `0.1 server > FIN\n0.2 client send = 4000\n0.3 client send = ${result}`;
    expect(findingOf('S24', { 'close-crash-streaming/fin': story }).verdict).toBe(verdict);
  });
});

const closedOfS36 = (result: string, more = ''): string => `
  0.1 middle ! cut both ways
  0.2 client > DATA, seq 5, len 4, lost
  0.2 client close = ${result}, until 2.2${more}`;

describe('S36, what close returns in a cut', () => {
  it('is true where it is 0 with nothing acknowledged', () => {
    const runs = { 'close-linger-timeout': closedOfS36('0'), 'close-cut': closedOfS36('0') };
    expect(findingOf('S36', runs).verdict).toBe('true');
  });

  it.each([
    ['close says that time ran out', closedOfS36('EAGAIN')],
    ['the data had arrived', closedOfS36('0', '\n0.3 server > ACK, ack 9')],
  ])('is not quite true where %s', (_, lingering) => {
    const runs = { 'close-linger-timeout': lingering, 'close-cut': closedOfS36('0') };
    expect(findingOf('S36', runs).verdict).toBe('partly');
  });
});

describe('S39, a close with bytes unread', () => {
  it.each([
    ['true', 'RST-A', 'ECONNRESET'],
    ['wrong', 'FIN', '0'],
  ])('is %s where it sends a %s', (verdict, kind, heard) => {
    const story = `
      0.1 client send = 6
      0.2 server > ${kind}
      0.2 client poll = ready IN
      0.3 client recv = ${heard}`;
    expect(findingOf('S39', { 'close-unread': story }).verdict).toBe(verdict);
  });
});
