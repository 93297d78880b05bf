import { describe, expect, it } from 'vitest';
import { claimChecks } from '../src/claims/checks.ts';
import { atEach, findingOf, record } from './record-builder.ts';

const cut = '0.1 middle ! cut both ways';

describe('S10, an idle connection in a cut', () => {
  const ends = '0.02 client : ESTABLISHED\n0.03 server : ESTABLISHED';
  const quiet =
    '0.4 client poll = ready OUT\n0.4 client poll = timeout, until 0.6\n0.7 server poll = timeout';

  it('is true where nothing happens', () => {
    expect(findingOf('S10', { 'idle-cut': [cut, ends, quiet].join('\n') }).verdict).toBe('true');
  });

  it.each([
    ['a packet is sent', '0.5 client > KEEPALIVE, lost'],
    ['poll hears of it', '0.5 client poll = ready IN|OUT|ERR|HUP'],
    ['an end is closed', '0.5 client : CLOSED'],
  ])('is wrong where %s', (_, line) => {
    expect(findingOf('S10', { 'idle-cut': [cut, ends, quiet, line].join('\n') }).verdict).toBe('wrong');
  });
});

describe('S11, keepalive', () => {
  const probes = `${cut}\n${atEach([1, 2, 3], 'client > KEEPALIVE, lost')}`;

  it.each([
    ['true', 'ETIMEDOUT'],
    ['wrong', '0'],
  ])('is %s where recv gives %s', (verdict, result) => {
    const story = `${probes}\n0.2 client recv = ${result}, until 4.1`;
    expect(findingOf('S11', { 'idle-keepalive': story }).verdict).toBe(verdict);
  });
});

const sentAtOfS12 = (seconds: readonly number[], gaveUp: number): string =>
  `${cut}\n${atEach(seconds, 'client > DATA, seq 21, len 10, lost')}\n${gaveUp} client : CLOSED`;

describe('S12, one segment again and again', () => {
  it('is true of gaps that grow, though a lowered limit cut them short', () => {
    const limited = Array.from({ length: 12 }, (_, index) => 3.1 + index);
    const story = sentAtOfS12([0.2, 0.43, 0.66, 1.12, 2.06, ...limited], 15.4);
    const { verdict, because } = findingOf('S12', { 'send-cut': story });
    expect(verdict).toBe('true');
    expect(because).toContain('sent 16 times more, at gaps of 0.23, 0.23, 0.46, 0.94, 1.04, … s');
    expect(because).toMatch(/so many take 15\.\d minutes: computed/);
  });

  it('comes to about 15.6 minutes with the gaps of default settings, as they were measured', () => {
    const gaps = [0.21, 0.21, 0.43, 0.86, 1.7, 3.4, 6.8, 13.6, 27, 54, 109, 120, 120, 120, 120, 120];
    const sumTo = (index: number): number => gaps.slice(0, index).reduce((sum, gap) => sum + gap, 0.2);
    const times = [...gaps, 0].map((_, index) => sumTo(index));
    const story = sentAtOfS12(times, sumTo(gaps.length) + 120);
    expect(findingOf('S12', { 'send-cut': story })).toMatchObject({
      verdict: 'true',
      because: expect.stringMatching(/so many take 15\.[5-7] minutes/),
    });
  });

  it('is only partly true where the sender gives up much sooner', () => {
    const { verdict } = findingOf('S12', { 'send-cut': sentAtOfS12([0.2, 0.4, 0.8, 1.6, 3.2], 6.4) });
    expect(verdict).toBe('partly');
  });

  it('does not take the number of repetitions that the lab allowed for that of the kernel', () => {
    const story = record(sentAtOfS12([0.2, 0.4, 0.8, 1.6, 3.2], 6.4));
    const lowered = { ...story, knobs: [{ client: { 'ipv4.tcp_retries2': 5 } }] };
    const { verdict, because } = claimChecks.S12({ run: () => lowered });
    expect(verdict).toBe('true');
    expect(because).toMatch(/the default tcp_retries2 takes 1[5-7]\.\d minutes: computed/);
  });

  it('is wrong where the gaps do not grow', () => {
    const story = sentAtOfS12([0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4], 1.6);
    expect(findingOf('S12', { 'send-cut': story }).verdict).toBe('wrong');
  });
});

describe('S13, a cut that heals', () => {
  const story = `
    ${cut}
    0.2 client send = 10
    0.3 middle ! healed
    0.9 client > DATA, seq 1, len 10, again`;

  it.each([
    ['true', '10'],
    ['partly', 'blocked'],
  ])('is %s where the peer reads %s', (verdict, result) => {
    const runs = { 'send-cut-heals': `${story}\n0.4 server recv = ${result}, until 1` };
    expect(findingOf('S13', runs).verdict).toBe(verdict);
  });
});

describe('S14 and S16, sends until the give-up and after it', () => {
  const sends = `${cut}\n${atEach([0.2, 0.7, 2], 'client send = 10')}`;
  const waiting = {
    'send-cut/blocking-recv': `${cut}\n0.2 client send = 10\n0.3 client recv = ETIMEDOUT, until 15`,
  };
  const linux = {
    'send-cut': `${sends}\n15.1 client send = ETIMEDOUT\n15.2 client send = EPIPE`,
    ...waiting,
  };

  it('hears of the timeout once: S14 is true, and S16 only until then', () => {
    expect(findingOf('S14', linux).verdict).toBe('true');
    expect(findingOf('S16', linux).verdict).toBe('partly');
  });

  it('loses one of the sends before: S14 is half true', () => {
    const runs = { ...linux, 'send-cut': `${linux['send-cut']}\n3 client send = EAGAIN` };
    expect(findingOf('S14', runs).verdict).toBe('partly');
  });

  it('hears of the timeout every time: S16 is true', () => {
    const runs = { 'send-cut': `${sends}\n15.1 client send = ETIMEDOUT\n15.2 client send = ETIMEDOUT` };
    expect(findingOf('S16', runs).verdict).toBe('true');
  });

  it('meets a broken pipe first: S14 is half true and S16 wrong', () => {
    const runs = { 'send-cut': `${sends}\n15.1 client send = killed SIGPIPE`, ...waiting };
    const pipe = { ...runs, 'send-cut': `${sends}\n15.1 client send = EPIPE` };
    expect(findingOf('S14', pipe).verdict).toBe('partly');
    expect(findingOf('S16', runs).verdict).toBe('wrong');
  });
});

describe('S15, SO_SNDTIMEO', () => {
  const story = `${cut}\n0.2 client send = 4\n0.7 client send = 31856, until 0.9`;

  it('is true where the socket outlives the limit and only a full buffer meets it', () => {
    const runs = {
      'send-buffer-full/sndtimeo': `${story}\n0.9 client send = EAGAIN, until 1.1\n3.9 client send = ETIMEDOUT`,
    };
    expect(findingOf('S15', runs).verdict).toBe('true');
  });

  it('is wrong where the connection ends with the limit', () => {
    const runs = { 'send-buffer-full/sndtimeo': `${story}\n0.9 client send = ETIMEDOUT, until 1.3` };
    expect(findingOf('S15', runs).verdict).toBe('wrong');
  });
});

const runsOfS17 = (lan: string, silent: string): Record<string, string> => ({
  'send-cut-icmp': `
    0.1 middle ! rejects what the client sends with host unreachable
    0.2 client > DATA, lost
    0.21 middle > ICMP-HOST-UNREACHABLE
    4 client recv = EHOSTUNREACH`,
  'send-lan-vanish': `7 client recv = ${lan}`,
  'send-cut': `15 client send = ${silent}`,
});

describe('S17, the error at the give-up', () => {
  it.each([
    ['partly', 'EHOSTUNREACH', 'ETIMEDOUT'],
    ['partly', 'ETIMEDOUT', 'ETIMEDOUT'],
    ['true', 'EHOSTUNREACH', 'EHOSTUNREACH'],
  ])('is %s with %s on a link and %s in a silent cut', (verdict, lan, silent) => {
    expect(findingOf('S17', runsOfS17(lan, silent)).verdict).toBe(verdict);
  });
});

const runsOfS18 = (nonBlocking: string, limited: string): Record<string, string> => ({
  'send-buffer-full/non-blocking': `${cut}\n0.2 client send = 46336\n0.21 client send = ${nonBlocking}`,
  'send-buffer-full/sndtimeo': `${cut}\n0.2 client send = 31856\n0.3 client send = ${limited}, until 0.5`,
  'send-buffer-full/blocking': `${cut}\n0.2 client send = 46336, until 3.7`,
});

describe('S18, a full buffer', () => {
  it('is wrong where send gives EAGAIN', () => {
    expect(findingOf('S18', runsOfS18('EAGAIN', 'EAGAIN'))).toEqual({
      verdict: 'wrong',
      because:
        'With the buffer full, send failed with EAGAIN at once on a non-blocking socket and send failed with EAGAIN ' +
        'after 0.2 s with SO_SNDTIMEO; a blocking send waited 3.5 s.',
    });
  });

  it('is true where send gives ENOBUFS', () => {
    expect(findingOf('S18', runsOfS18('ENOBUFS', 'ENOBUFS')).verdict).toBe('true');
  });

  it('is partly true where only a non-blocking send does', () => {
    expect(findingOf('S18', runsOfS18('ENOBUFS', 'EAGAIN')).verdict).toBe('partly');
  });
});
