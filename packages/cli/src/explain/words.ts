/** What the records' words mean, for somebody who reads them for the first time, at night. */
import type { EndedBy } from '@halfopen/catalogue';
import {
  type CallRecord,
  type Certainty,
  type ConnectionRecord,
  type EndpointRecord,
  type Outcome,
  spanText,
  type VantageRecord,
} from '@halfopen/explain';
import type { mark } from '../terminal/style.ts';

/** Outcomes, worst first. */
export const outcomes: readonly Outcome[] = ['failed', 'partial', 'open', 'ok'];

/** The mark of each. */
export const outcomeMarks: Readonly<Record<Outcome, Parameters<typeof mark>[1]>> = {
  failed: 'bad',
  partial: 'warning',
  open: 'skipped',
  ok: 'good',
};

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

const places = {
  client: 'at the client',
  middle: 'between the two',
  server: 'at the server',
  unknown: '',
} as const;

const reasons: Readonly<Record<VantageRecord['how'], string>> = {
  given: 'as --at says',
  ttl: 'by TTL',
  timing: 'by timing',
  offload: 'by segment size',
  nothing: '',
};

/** Where a capture was made and how that is known. */
export function vantageText({ at, how }: VantageRecord): string {
  if (at === 'unknown') return 'who knows where (--at tells)';
  // a router on the host's own link sees the same
  const place = how === 'given' || at === 'middle' ? places[at] : places[at].replace('at', 'at or near');
  return `${place} (${reasons[how]})`;
}

const HOUR_NS = 3_600_000_000_000;
const MANY_HOURS = 3;

/** `frame 7`, `frames 1-9`, `frames 1-90, 12 of them`. */
export function framesText({ first, last, count }: ConnectionRecord['frames']): string {
  if (first === last) return `frame ${first}`;
  const which = count === last - first + 1 ? '' : `, ${grouped(count)} of them`;
  return `frames ${first}-${last}${which}`;
}

function clockText(aheadNs: number): string {
  if (aheadNs === 0) return '';
  const ns = Math.abs(aheadNs);
  const span = ns < MANY_HOURS * HOUR_NS ? spanText(ns) : `${(ns / HOUR_NS).toFixed(1)} h`;
  return `, clock ${span} ${aheadNs > 0 ? 'ahead' : 'behind'}`;
}

/** Each capture that saw a connection: its file, where it was made, and how its clock differs from that of the first. */
export function viewsText({ vantages = [], frames }: ConnectionRecord): string[] {
  const base = vantages[0]?.clockOffsetNs;
  return vantages.map((view, index) => {
    const { file, clockOffsetNs } = view;
    const known = base !== undefined && clockOffsetNs !== undefined;
    const clock = known ? clockText(Number(BigInt(clockOffsetNs) - BigInt(base))) : '';
    const which = index === 0 ? framesText(frames) : counted(view.frames, 'frame');
    return `${file}, ${vantageText(view)}, ${which}${clock}`;
  });
}

/** So many captures are named; more are counted. */
const MOST_NAMED = 3;

/** `a`, `a and b`, `a, b and c`, `12 captures`. */
export function namesText(names: readonly string[]): string {
  if (names.length > MOST_NAMED) return counted(names.length, 'capture');
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `1 frame`, `12,345 frames`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `12,345`. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
