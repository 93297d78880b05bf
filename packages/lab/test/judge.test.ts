import type { ResetExpectation, WireStep } from '@halfopen/catalogue';
import { describe, expect, it } from 'vitest';
import { judgeCalls } from '../src/judge/calls.ts';
import { judgeResets } from '../src/judge/kernel.ts';
import { judgeWire } from '../src/judge/wire.ts';
import type { CallRecord, KernelRecord, SeenPacket } from '../src/observe/record.ts';
import { record } from './record-builder.ts';

const traced = (side: KernelRecord['side'], detail: string): KernelRecord => ({
  side,
  atNs: 0,
  event: 'send_reset',
  detail,
});

describe("judging the kernel's resets", () => {
  const expected: readonly ResetExpectation[] = [{ by: 'server', reasons: ['TCP_ABORT_ON_CLOSE'] }];

  it('wants the side and one of the reasons', () => {
    expect(judgeResets([traced('server', 'TCP_ABORT_ON_CLOSE')], expected)).toBeNull();
    expect(judgeResets([traced('server', 'TCP_STATE')], expected)).toBe(
      'kernel resets: expected server TCP_ABORT_ON_CLOSE, saw server TCP_STATE',
    );
    expect(judgeResets([traced('client', 'TCP_ABORT_ON_CLOSE')], expected)).toContain('saw client');
    expect(judgeResets([traced('server', 'TCP_ABORT_ON_CLOSE')], [])).toContain('expected none');
  });

  it('takes an unspecified reason for any, as active resets have it on Linux 6.10', () => {
    expect(judgeResets([traced('server', 'NOT_SPECIFIED')], expected)).toBeNull();
    expect(judgeResets([traced('client', 'NOT_SPECIFIED')], expected)).toContain('saw client NOT_SPECIFIED');
  });

  it('leaves resets to the wire where the kernel gives no account of them', () => {
    expect(judgeResets(null, expected)).toBeNull();
    expect(judgeResets([traced('client', '')], expected)).toBeNull();
  });
});

/** One connect that took so long. */
function lasting(ns: number): CallRecord[] {
  const { calls } = record('0 client connect = 0');
  return calls.map((connect) => ({ ...connect, returnedNs: connect.atNs + ns }));
}

describe('judging calls and packets', () => {
  it('leaves out calls that only prepare, and those of other sockets', () => {
    const { calls } = record(`
      0 client socket = 5
      0 client setsockopt = 0
      0 client connect = 0
      0.1 client send = 5, other
    `);
    expect(judgeCalls(calls, [{ call: 'connect', results: ['0'] }])).toBeNull();
    const refused = { call: 'connect', results: ['ECONNREFUSED'], times: { min: 1, max: null } } as const;
    expect(judgeCalls(calls, [refused])).toBe(
      'call 1: expected connect ECONNREFUSED, once or more, saw connect 0 (all: connect 0)',
    );
  });

  it('wants a call to take as long as its length is the point', () => {
    const steps = [{ call: 'connect', results: ['0'], lastsMs: { min: 1900, max: 3500 } }] as const;
    expect(judgeCalls(lasting(2_010_000_000), steps)).toBeNull();
    expect(judgeCalls(lasting(3_000_000), steps)).toBe(
      'call 1: expected connect 0 after 1900 to 3500 ms, saw connect 0 after 3 ms (all: connect 0)',
    );
  });

  it('says which packet was missing, in the words of the catalogue', () => {
    const syn = { by: 'client', type: 'SYN', retransmitted: false } as SeenPacket;
    const steps: readonly WireStep[] = [
      { by: 'client', kinds: ['SYN'] },
      { by: 'server', kinds: ['SYN-ACK', 'RST-S'], retransmitted: true, times: { min: 2, max: 3 } },
    ];
    expect(judgeWire([syn], steps)).toBe(
      'packet 2: expected < SYN-ACK or RST-S again, 2 to 3 times, saw the end of the capture (all: > SYN)',
    );
  });
});
