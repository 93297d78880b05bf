/** Lines of the kernel trace, as records. */
import type { TcpState } from '@halfopen/catalogue';
import type { Endpoint } from '../scenario.ts';

/** One trace line about a TCP socket. */
export interface TraceEvent {
  /** CLOCK_MONOTONIC. */
  readonly atNs: bigint;
  readonly event: 'send_reset' | 'receive_reset' | 'error_report' | 'retransmit' | 'state';
  /** The end whose host did or met it. */
  readonly local: Endpoint;
  /** `0.0.0.0:0` where the kernel knows no connection, e.g. when a listener answers. */
  readonly remote: Endpoint;
  /** Reset reason (empty before Linux 6.10), errno number, or the new state. */
  readonly detail: string;
}

const eventNames: Readonly<Record<string, TraceEvent['event']>> = {
  tcp_send_reset: 'send_reset',
  tcp_receive_reset: 'receive_reset',
  tcp_retransmit_skb: 'retransmit',
  inet_sk_error_report: 'error_report',
  inet_sock_set_state: 'state',
};

/** State names of the kernel, in those of RFC 9293. */
const stateNames: Readonly<Record<string, TcpState>> = {
  TCP_ESTABLISHED: 'ESTABLISHED',
  TCP_SYN_SENT: 'SYN-SENT',
  TCP_SYN_RECV: 'SYN-RECEIVED',
  TCP_NEW_SYN_RECV: 'SYN-RECEIVED',
  TCP_FIN_WAIT1: 'FIN-WAIT-1',
  TCP_FIN_WAIT2: 'FIN-WAIT-2',
  TCP_TIME_WAIT: 'TIME-WAIT',
  TCP_CLOSE: 'CLOSED',
  TCP_CLOSE_WAIT: 'CLOSE-WAIT',
  TCP_LAST_ACK: 'LAST-ACK',
  TCP_LISTEN: 'LISTEN',
  TCP_CLOSING: 'CLOSING',
};

const LINE = /\s(\d+)\.(\d{6,9}): (\w+): (.*)$/;

function field(text: string, name: string): string {
  return new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(text)?.[1] ?? '';
}

function endpoint(text: string): Endpoint {
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

function detailOf(event: TraceEvent['event'], text: string): string {
  switch (event) {
    case 'send_reset':
      return field(text, 'reason');
    case 'state':
      return stateNames[field(text, 'newstate')] ?? '';
    case 'error_report':
    case 'receive_reset':
    case 'retransmit':
      return field(text, 'error');
  }
}

function endsOf(event: TraceEvent['event'], text: string): Pick<TraceEvent, 'local' | 'remote'> {
  const source = field(text, 'src');
  // tcp_send_reset since Linux 6.10; before, it named its ends as all the others do.
  if (event === 'send_reset' && source !== '')
    return { local: endpoint(source), remote: endpoint(field(text, 'dest')) };
  return {
    local: { address: field(text, 'saddr'), port: Number(field(text, 'sport')) },
    remote: { address: field(text, 'daddr'), port: Number(field(text, 'dport')) },
  };
}

/** A line of trace_pipe; `null` for any other event or form. */
export function parseTraceLine(line: string): TraceEvent | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, seconds = '0', fraction = '0', name = '', text = ''] = match;
  const event = eventNames[name];
  if (event === undefined) return null;
  const atNs = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
  return { atNs, event, ...endsOf(event, text), detail: detailOf(event, text) };
}
