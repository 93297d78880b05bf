/** Words for what was observed, so that all findings speak alike. */
import type { PacketEvent } from '@halfopen/timeline';
import type { CallRecord } from '../observe/record.ts';
import type { ClaimVerdict } from './claim-check.ts';
import { durationNs, failed } from './look.ts';

const NS_PER_S = 1e9;
/** Shorter than this is not worth a figure. */
const AT_ONCE_NS = 0.005 * NS_PER_S;

/** `3.06` for 3 060 400 000 ns. */
export function secondsNumber(ns: number): string {
  return String(Number((ns / NS_PER_S).toFixed(2)));
}

/** `3.06 s`. */
export function seconds(ns: number): string {
  return `${secondsNumber(ns)} s`;
}

/** `at once`, or `after 3.06 s`. */
export function after(ns: number): string {
  return ns < AT_ONCE_NS ? 'at once' : `after ${seconds(ns)}`;
}

/** `no SYNs`, `1 SYN`, `3 SYNs`. */
export function count(howMany: number, what: string): string {
  return `${howMany === 0 ? 'no' : howMany} ${what}${howMany === 1 ? '' : 's'}`;
}

/** `a, b and c`. */
export function list(items: readonly string[]): string {
  const head = items.slice(0, -1);
  return head.length === 0 ? items.join('') : `${head.join(', ')} and ${items.at(-1)}`;
}

/** How a call ended, as a clause: `recv failed with ECONNRESET`. */
export function told(call: CallRecord): string {
  const { result } = call;
  if (call.returnedNs === null) return `${call.call} did not return`;
  if (call.call === 'getsockopt') return `SO_ERROR was ${result}`;
  if (result.startsWith('killed ')) return `${call.call} ended in ${result.slice('killed '.length)}`;
  if (failed(call)) return `${call.call} failed with ${result}`;
  if (call.call === 'accept') return 'accept returned a connection';
  const verb = result === 'timeout' || result.startsWith('ready ') ? 'said' : 'returned';
  return `${call.call} ${verb} ${result}`;
}

/** {@link told} with the time it took: `connect failed with ETIMEDOUT after 7.14 s`. */
export function toldWhen(call: CallRecord): string {
  return call.returnedNs === null ? told(call) : `${told(call)} ${after(durationNs(call))}`;
}

/** What a FIN or a reset is called, with the reasons the kernel gave for it: `a FIN`, `a reset (RST-P, NO_SOCKET)`. */
export function ending(packet: PacketEvent | undefined, reasons: readonly string[] = []): string {
  if (packet === undefined) return 'no reset';
  return packet.type === 'FIN' ? 'a FIN' : `a reset (${[packet.type, ...reasons].join(', ')})`;
}

/** The verdict on a claim whose parts were looked at one by one: all of them hold, some, or none. */
export function verdictOf(...holds: readonly boolean[]): Extract<ClaimVerdict, 'true' | 'partly' | 'wrong'> {
  if (holds.every(Boolean)) return 'true';
  return holds.some(Boolean) ? 'partly' : 'wrong';
}
