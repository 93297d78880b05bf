/** What the records' words mean, for somebody who reads them for the first time, at night. */
import type { EndedBy } from '@halfopen/catalogue';
import type { CallRecord, Certainty, ConnectionRecord, EndpointRecord, Outcome } from './record.ts';

/** Outcomes, worst first. */
export const outcomes: readonly Outcome[] = ['failed', 'partial', 'open', 'ok'];

/** What an outcome means where no case says more. */
export const outcomeTexts: Readonly<Record<Outcome, string>> = {
  failed: 'it ended, or was given up, without everything having arrived',
  partial: 'too little was captured to tell how it went',
  open: 'it stands at the end of the capture',
  ok: 'it ended, and both sides had all there was',
};

/** What a certainty means. */
export const certaintyTexts: Readonly<Record<Certainty, string>> = {
  certain: 'no other case leaves these packets here',
  likely: 'what else leaves these packets is rarer',
  possible: 'one of several that leave such packets',
};

const errors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EAGAIN: 'resource temporarily unavailable',
  ECONNABORTED: 'software caused connection abort',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ENOPROTOOPT: 'protocol not available',
  EPIPE: 'broken pipe',
  ETIMEDOUT: 'connection timed out',
};

function resultText({ call, result }: CallRecord): string {
  if (result === 'blocked') return `${call} waits`;
  if (call === 'recv' && result === '0') return 'recv 0 (end of file)';
  const error = errors[result];
  return `${call} ${result}${error === undefined ? '' : ` (${error})`}`;
}

/** Calls in their order; what macOS answers differently stands behind what Linux does. */
export function callsText(calls: readonly CallRecord[]): string {
  const told: string[] = [];
  for (const call of calls) {
    const last = told.pop();
    if (last !== undefined && call.on === 'macos') told.push(`${last}; on macOS ${resultText(call)}`);
    else told.push(...(last === undefined ? [] : [last]), resultText(call));
  }
  return told.join(', then ');
}

/** `10.0.0.1:8080`, `[::1]:8080`. */
export function endText({ address, port }: EndpointRecord): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Who ended it. */
export const endedByTexts: Readonly<Record<EndedBy, string>> = {
  client: 'the client',
  server: 'the server',
  middle: 'something between the two: a router, firewall, NAT or balancer',
  path: 'neither side: packets were lost on the way',
  nobody: 'nobody',
};

/** `frame 7`, `frames 1-9`, `frames 1-90, 12 of them`. */
export function framesText({ first, last, count }: ConnectionRecord['frames']): string {
  if (first === last) return `frame ${first}`;
  const which = count === last - first + 1 ? '' : `, ${grouped(count)} of them`;
  return `frames ${first}-${last}${which}`;
}

/** `1 frame`, `12,345 frames`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `12,345`. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
