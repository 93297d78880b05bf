/** Expectations as text: calls and packets of a variant, for a person. */
import type { CallStep, SegmentStep, Times, WireStep } from '@halfopen/catalogue';

function timesText(times: Times | undefined): string {
  if (times === undefined) return '';
  const { min, max } = times;
  if (max === null)
    return min === 0 ? ', any number of times' : min === 1 ? ', once or more' : `, ${min} times or more`;
  if (min === 0) return max === 1 ? ', perhaps' : `, up to ${max} times`;
  return min === max ? `, ${min} times` : `, ${min} to ${max} times`;
}

const resultTexts: Readonly<Record<string, string>> = {
  ok: 'succeeds',
  some: 'takes some bytes',
  timeout: 'times out: nothing ready',
  blocked: 'does not return',
};

function resultText(call: string, result: string): string {
  if (call === 'recv' && result === '0') return '0: end of file';
  if (call === 'recv' && result === 'some') return 'some bytes';
  if (result === '0') return '0';
  return (
    resultTexts[result] ??
    (/^E[A-Z]+$/.test(result) ? (call === 'getsockopt' ? result : `-1 ${result}`) : result)
  );
}

/** `recv() = -1 ECONNRESET`, with how often and what it means. */
export function callText({ call, what, results, times, note }: CallStep): string {
  const outcome = results.map((result) => resultText(call, result)).join(', or ');
  const meaning = note === undefined ? '' : `   (${note})`;
  return `${call}(${what ?? ''}) = ${outcome}${timesText(times)}${meaning}`;
}

const arrows = { client: '──▶', server: '◀──', middle: '◀─┤' } as const;
const asciiArrows = { client: '-->', server: '<--', middle: '<-|' } as const;

function segmentText({ by, kinds, retransmitted, times }: SegmentStep, ascii: boolean): string {
  const again = retransmitted === true ? ' again' : '';
  const names = kinds.map((kind) => (kind === 'HANDSHAKE-ACK' ? 'ACK' : kind)).join(' or ');
  return `${(ascii ? asciiArrows : arrows)[by]} ${names}${again}${timesText(times)}`;
}

/** One step of the wire, an arrow first: right is from the client, left from the server. */
export function wireText(step: WireStep, ascii: boolean): string[] {
  if (!('anyOrder' in step)) return [segmentText(step, ascii)];
  return ['in any order:', ...step.anyOrder.map((each) => `  ${segmentText(each, ascii)}`)];
}
