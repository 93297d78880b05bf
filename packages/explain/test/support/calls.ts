/** Calls that follow from packets, in a few words. */
import type { CallEvent } from '@halfopen/timeline';
import { expect } from 'vitest';
import type { Pair, Trace } from './conversation.ts';

/** A time in milliseconds, and how many nanoseconds behind them. */
function timeText(ns: number): string {
  const rest = ns % 1_000_000;
  return `${(ns - rest) / 1e6}${rest === 0 ? '' : `+${rest}`}`;
}

/** A call in a few words: `client connect 0: 0 to 1`. */
export function told({ side, program, call, args, result, atNs, returnedNs, how }: CallEvent): string {
  expect([program, args, how]).toEqual([side, '', 'inferred']);
  const at = timeText(atNs);
  if (returnedNs === null) return `${side} ${call} ${result}: ${at} on`;
  return `${side} ${call} ${result}: ${returnedNs === atNs ? at : `${at} to ${timeText(returnedNs)}`}`;
}

/** A question and its answer, six milliseconds in all with the handshake. */
export function opened(trace: Trace): Pair {
  const pair = trace.opened();
  pair.c.data(100);
  pair.s.data(200);
  pair.c.ack();
  return pair;
}
