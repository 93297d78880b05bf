import { describe, expect, it } from 'vitest';
import { atEach, findingOf } from './record-builder.ts';

const synsUntil = (seconds: readonly number[], end: number): string =>
  `0 client connect = ETIMEDOUT, until ${end}\n${atEach(seconds, 'client > SYN, lost')}`;

describe('S01, a closed port', () => {
  it('is true where the SYN gets a reset', () => {
    const story = '0 client connect = ECONNREFUSED, until 0.02\n0.01 server > RST-S';
    expect(findingOf('S01', { 'conn-refused': story })).toEqual({
      verdict: 'true',
      because: 'The SYN got a reset (RST-S) in answer, and connect failed with ECONNREFUSED after 0.02 s.',
    });
  });

  it('is wrong where nothing comes back', () => {
    const story = synsUntil([0, 1, 3], 7);
    expect(findingOf('S01', { 'conn-refused': story }).verdict).toBe('wrong');
  });
});

describe('S05, a handshake without accept', () => {
  const sent = '0.1 client > DATA, seq 1, len 6\n0.2 server : ESTABLISHED';
  const acknowledged = '0.2 server > ACK, ack 7';

  it('is true where the connection stands and its data is acknowledged', () => {
    const story = ['0 client connect = 0, until 0.02', sent, acknowledged].join('\n');
    expect(findingOf('S05', { 'conn-noaccept': story }).verdict).toBe('true');
  });

  it('is only half true where nobody acknowledges the data', () => {
    const early = '0.2 server > ACK, ack 1\n0.3 client > ACK, ack 9';
    const story = ['0 client connect = 0, until 0.02', sent, early].join('\n');
    expect(findingOf('S05', { 'conn-noaccept': story }).verdict).toBe('partly');
  });

  it.each([
    ['connect fails', '0 client connect = ETIMEDOUT, until 3'],
    ['somebody accepts', '0 client connect = 0\n0 server accept = 19'],
  ])('is not shown where %s', (_, line) => {
    const story = [line, sent, acknowledged].join('\n');
    expect(findingOf('S05', { 'conn-noaccept': story }).verdict).toBe('partly');
  });
});

describe('S06, the two queues', () => {
  const full = `
    0.00 server listen = 3, args backlog 1
    0.10 client connect = 0, by others, other
    0.20 client connect = 0, by others, other
    0.30 client connect = ETIMEDOUT, until 3.3`;
  const heals = '1.03 server accept = 19, until 1.05';
  const waits = '0.01 server : SYN-RECEIVED\n3.06 server : CLOSED';

  it('is true where a connection waits for its ACK and the next queue has an end', () => {
    const runs = { 'conn-ack-lost/idle': waits, 'conn-ack-lost/heals': heals, 'conn-acceptq-full': full };
    const { verdict, because } = findingOf('S06', runs);
    expect(verdict).toBe('true');
    expect(because).toContain('Of 3 clients that nobody accepted, 2 got into the second queue (backlog 1)');
  });

  it('is partly so where the server is connected without the ACK', () => {
    const idle = '0.01 server : SYN-RECEIVED\n0.02 server : ESTABLISHED';
    const runs = { 'conn-ack-lost/idle': idle, 'conn-ack-lost/heals': heals, 'conn-acceptq-full': full };
    expect(findingOf('S06', runs).verdict).toBe('partly');
  });
});

describe('S07, the gaps between SYNs', () => {
  it('is outdated where the first gaps are equal', () => {
    const story = synsUntil([0, 1.02, 2.04, 3.07, 4.09, 5.11], 7.13);
    const { verdict, because } = findingOf('S07', { 'conn-blackhole': story });
    expect(verdict).toBe('outdated');
    expect(because).toMatch(/^SYNs at 0, 1.02, 2.04, 3.07, 4.09, 5.11 s: the first 5 waits are equal/);
  });

  it('stays outdated on a machine that is late by a tenth of a second', () => {
    const story = synsUntil([0, 1, 2.1, 3.05, 4.2, 5.1], 7.2);
    expect(findingOf('S07', { 'conn-blackhole': story }).verdict).toBe('outdated');
  });

  it.each([
    ['in time', synsUntil([0, 1, 3], 7)],
    ['late', synsUntil([0, 1.15, 3.1, 7.2], 15.1)],
  ])('is true where each gap is twice the one before, %s', (_, story) => {
    expect(findingOf('S07', { 'conn-blackhole': story }).verdict).toBe('true');
  });

  it('is wrong where the gaps do neither', () => {
    const story = synsUntil([0, 1, 3, 5, 7], 9);
    expect(findingOf('S07', { 'conn-blackhole': story }).verdict).toBe('wrong');
  });

  it('is undecided with a single SYN', () => {
    expect(findingOf('S07', { 'conn-blackhole': synsUntil([0], 1) }).verdict).toBe('undecided');
  });
});

describe('S08, ICMP host unreachable', () => {
  const silent = { 'conn-blackhole': synsUntil([0, 1, 3], 7) };

  it('is true where it ends the connect at once', () => {
    const reported = `
      0.00 client connect = EHOSTUNREACH, until 0.02
      0.00 client > SYN, lost
      0.01 middle > ICMP-HOST-UNREACHABLE`;
    expect(findingOf('S08', { 'conn-icmp-host': reported, ...silent }).verdict).toBe('true');
  });

  it('is only half true where a second SYN goes out all the same', () => {
    const reported = `
      0 client connect = EHOSTUNREACH, until 1.02
      ${atEach([0, 1], 'client > SYN, lost')}
      0.01 middle > ICMP-HOST-UNREACHABLE`;
    expect(findingOf('S08', { 'conn-icmp-host': reported, ...silent }).verdict).toBe('partly');
  });

  it('is only half true where the client goes on trying', () => {
    const reported = `${synsUntil([0, 1, 3], 7)}\n0.01 middle > ICMP-HOST-UNREACHABLE`;
    expect(findingOf('S08', { 'conn-icmp-host': reported, ...silent }).verdict).toBe('partly');
  });
});

const refusedOfS09 = (select: string): string => `
  0.0 client connect = EINPROGRESS
  0.1 client select = ${select}
  0.5 client getsockopt = ECONNREFUSED`;

describe('S09, a non-blocking connect', () => {
  const unanswered = `
    0.0 client connect = EINPROGRESS
    0.1 client select = timeout, until 0.4
    0.5 client getsockopt = 0`;

  it('is true where select waits and SO_ERROR tells', () => {
    const runs = {
      'conn-app-timeout/poll': unanswered,
      'conn-refused/non-blocking': refusedOfS09('ready R|W'),
    };
    expect(findingOf('S09', runs).verdict).toBe('true');
  });

  it('is partly so where select does not see the refusal', () => {
    const runs = {
      'conn-app-timeout/poll': unanswered,
      'conn-refused/non-blocking': refusedOfS09('timeout'),
    };
    expect(findingOf('S09', runs).verdict).toBe('partly');
  });
});

describe('S37, a silent server', () => {
  const connect = '0 client connect = ETIMEDOUT, until 3\n0 client > SYN\n1 client > SYN, again';

  it('is true where SYNs arrive and nothing leaves', () => {
    expect(findingOf('S37', { 'conn-server-silent': connect }).verdict).toBe('true');
  });

  it('is wrong where the server answers', () => {
    const story = `${connect}\n0.01 server > RST-S`;
    expect(findingOf('S37', { 'conn-server-silent': story }).verdict).toBe('wrong');
  });
});

describe('S38, a late SYN-ACK', () => {
  const story = '0 client connect = EINPROGRESS, until 0.3\n0.31 client close = 0\n1 server > SYN-ACK';

  it('is true where it meets a reset', () => {
    const runs = { 'conn-late-synack': `${story}\n1.01 client > RST-P` };
    expect(findingOf('S38', runs).verdict).toBe('true');
  });

  it('is partly so where the client keeps silent', () => {
    expect(findingOf('S38', { 'conn-late-synack': story }).verdict).toBe('partly');
  });
});
