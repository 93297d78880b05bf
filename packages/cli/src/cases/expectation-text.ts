/** Expectations as text: calls and packets of a variant, for a person. */
import { type CallStep, type SegmentStep, segmentText, timesText, type WireStep } from '@halfopen/catalogue';

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

function lengthText({ lastsMs }: CallStep): string {
  if (lastsMs === undefined) return '';
  const { min, max } = lastsMs;
  return min === 0 ? ` within ${max} ms` : ` after ${min} to ${max} ms`;
}

/** `recv() = -1 ECONNRESET`, with how long it takes, how often it comes and what it means. */
export function callText(step: CallStep): string {
  const { call, what, results, times, note } = step;
  const outcome = results.map((result) => resultText(call, result)).join(', or ');
  const meaning = note === undefined ? '' : `   (${note})`;
  return `${call}(${what ?? ''}) = ${outcome}${lengthText(step)}${timesText(times)}${meaning}`;
}

const arrows = { client: '──▶', server: '◀──', middle: '◀─┤' } as const;
const asciiArrows = { client: '-->', server: '<--', middle: '<-|' } as const;

function packetText(step: SegmentStep, ascii: boolean): string {
  // Where it stands in the list says which ACK it is.
  return segmentText(step, ascii ? asciiArrows : arrows).replace('HANDSHAKE-ACK', 'ACK');
}

/** One step of the wire, an arrow first: right is from the client, left from the server. */
export function wireText(step: WireStep, ascii: boolean): string[] {
  if (!('anyOrder' in step)) return [packetText(step, ascii)];
  return ['in any order:', ...step.anyOrder.map((each) => `  ${packetText(each, ascii)}`)];
}
