import { describe, expect, it } from 'vitest';
import { parseTraceLine } from '../src/observe/trace-events.ts';

describe('lines of the kernel trace', () => {
  it('reads a reset with its reason', () => {
    const line =
      '            node-811     [000] b..1.  1135.110857: tcp_send_reset: skbaddr=00000000c0ffee skaddr=00000000c0ffee src=10.7.1.130:8080 dest=10.7.1.2:20123 state=TCP_CLOSE reason=TCP_ABORT_ON_CLOSE';
    expect(parseTraceLine(line)).toEqual({
      atNs: 1_135_110_857_000n,
      event: 'send_reset',
      local: { address: '10.7.1.130', port: 8080 },
      remote: { address: '10.7.1.2', port: 20123 },
      detail: 'TCP_ABORT_ON_CLOSE',
    });
  });

  it('reads a listener answering for a connection it does not know', () => {
    const line =
      '  <idle>-0 [001] ..s..  12.000001: tcp_send_reset: skbaddr=x skaddr=y src=10.7.1.130:8080 dest=0.0.0.0:0 state=TCP_LISTEN reason=TCP_FLAGS';
    expect(parseTraceLine(line)).toMatchObject({
      remote: { address: '0.0.0.0', port: 0 },
      detail: 'TCP_FLAGS',
    });
  });

  it('reads a reset of a kernel before 6.10: its ends, and no reason', () => {
    const line =
      '            node-811     [000] b..1.  1135.110857: tcp_send_reset: skbaddr=00000000c0ffee skaddr=00000000c0ffee family=AF_INET sport=8080 dport=20123 saddr=10.7.1.130 daddr=10.7.1.2 saddrv6=::ffff:10.7.1.130 daddrv6=::ffff:10.7.1.2 state=TCP_CLOSE';
    expect(parseTraceLine(line)).toEqual({
      atNs: 1_135_110_857_000n,
      event: 'send_reset',
      local: { address: '10.7.1.130', port: 8080 },
      remote: { address: '10.7.1.2', port: 20123 },
      detail: '',
    });
  });

  it('puts the names of states in those of the RFC', () => {
    const line =
      ' node-811 [000] ..s1. 1135.2: inet_sock_set_state: no\n node-811 [000] ..s1. 1135.200000: inet_sock_set_state: family=AF_INET protocol=IPPROTO_TCP sport=20123 dport=8080 saddr=10.7.1.2 daddr=10.7.1.130 saddrv6=::ffff:10.7.1.2 daddrv6=::ffff:10.7.1.130 oldstate=TCP_ESTABLISHED newstate=TCP_FIN_WAIT1';
    expect(parseTraceLine(line.split('\n')[1] ?? '')).toEqual({
      atNs: 1_135_200_000_000n,
      event: 'state',
      local: { address: '10.7.1.2', port: 20123 },
      remote: { address: '10.7.1.130', port: 8080 },
      detail: 'FIN-WAIT-1',
    });
  });

  it('passes over what it does not know', () => {
    for (const line of ['', 'CPU:0 [LOST 5 EVENTS]', ' a-1 [000] .... 1.000000: sched_switch: prev=1'])
      expect(parseTraceLine(line)).toBeNull();
  });
});
