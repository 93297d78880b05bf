import { describe, expect, it } from 'vitest';
import type { TcpState } from '@halfopen/catalogue';
import { type StateSighting, mergeStates } from '../src/observe/states.ts';

const MS = 1_000_000;
const noPackets = { client: [], server: [] };

function at(atMs: number, state: TcpState, side: 'client' | 'server' = 'client'): StateSighting {
  return { side, atNs: atMs * MS, state };
}

function told(events: readonly { readonly atNs: number; readonly state: TcpState }[]): string[] {
  return events.map(({ atNs, state }) => `${atNs / MS} ${state}`);
}

describe('putting trace and watch together', () => {
  it('lets TIME-WAIT stand for the CLOSED of the trace', () => {
    const traced = [at(0, 'ESTABLISHED'), at(10, 'FIN-WAIT-1'), at(30, 'FIN-WAIT-2'), at(50, 'CLOSED')];
    const watched = [at(3, 'ESTABLISHED'), at(13, 'FIN-WAIT-1'), at(33, 'FIN-WAIT-2'), at(52, 'TIME-WAIT')];
    const packets = { client: [0, 10 * MS, 30 * MS, 50 * MS], server: [] };
    expect(told(mergeStates(traced, watched, packets))).toEqual([
      '0 ESTABLISHED',
      '10 FIN-WAIT-1',
      '30 FIN-WAIT-2',
      '50 TIME-WAIT',
    ]);
  });

  it('keeps CLOSED where nothing lives on', () => {
    const traced = [at(0, 'ESTABLISHED'), at(10, 'CLOSED')];
    const watched = [at(2, 'ESTABLISHED'), at(13, 'CLOSED')];
    expect(told(mergeStates(traced, watched, noPackets))).toEqual(['0 ESTABLISHED', '10 CLOSED']);
  });

  it('follows an orphan in FIN-WAIT-2 until it is gone', () => {
    const traced = [at(0, 'ESTABLISHED'), at(10, 'FIN-WAIT-1'), at(30, 'FIN-WAIT-2'), at(30, 'CLOSED')];
    const watched = [at(33, 'FIN-WAIT-2'), at(2033, 'CLOSED')];
    expect(told(mergeStates(traced, watched, noPackets)).slice(2)).toEqual(['30 FIN-WAIT-2', '2033 CLOSED']);
  });

  it('dates SYN-RECEIVED by the SYN, not by the ACK that ended it', () => {
    const traced = [at(30, 'SYN-RECEIVED', 'server'), at(30, 'ESTABLISHED', 'server')];
    const watched = [at(12, 'SYN-RECEIVED', 'server'), at(33, 'ESTABLISHED', 'server')];
    const packets = { client: [], server: [10 * MS, 30 * MS] };
    expect(told(mergeStates(traced, watched, packets))).toEqual(['10 SYN-RECEIVED', '30 ESTABLISHED']);
  });

  it('rests on the watch alone where there is no trace, moved back to the packet that came before', () => {
    const watched = [at(3, 'SYN-SENT'), at(24, 'ESTABLISHED'), at(500, 'CLOSED')];
    const packets = { client: [MS, 21 * MS], server: [] };
    expect(told(mergeStates([], watched, packets))).toEqual(['1 SYN-SENT', '21 ESTABLISHED', '500 CLOSED']);
  });
});
