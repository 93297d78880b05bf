import { describe, expect, it } from 'vitest';
import { parseCounters } from '../src/backstage/counters.ts';

describe('the kernel counter files', () => {
  it('pairs names with values, group by group', () => {
    const text = 'Tcp: InSegs OutSegs MaxConn\nTcp: 12 13 -1\nUdp: InDatagrams\nUdp: 4\n';
    expect(parseCounters(text)).toEqual({
      'Tcp.InSegs': 12,
      'Tcp.OutSegs': 13,
      'Tcp.MaxConn': -1,
      'Udp.InDatagrams': 4,
    });
  });

  it('passes over lines that do not pair up', () => {
    expect(parseCounters('Tcp: InSegs\nUdp: 4\n')).toEqual({});
    expect(parseCounters('')).toEqual({});
  });
});
