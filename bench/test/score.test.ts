import { expect, test } from 'vitest';
import type { TruthLine } from '../src/generator/truth.ts';
import { judge } from '../src/scoring/judge.ts';
import { match } from '../src/scoring/match.ts';
import { parseExplained } from '../src/scoring/records.ts';
import type { Explained } from '../src/scoring/records.ts';
import { summarise, summaryText } from '../src/scoring/summary.ts';

const dead: TruthLine = {
  client: '10.20.0.1:40000',
  server: '198.18.0.1:9090',
  incarnation: 1,
  startNs: '1700000000000001000',
  ending: 'close-unread',
  case: 'close-unread',
  oneOf: ['close-unread', 'close-linger0'],
  outcome: ['failed'],
};
const well: TruthLine = {
  ...dead,
  ending: 'close-orderly',
  case: 'close-orderly',
  oneOf: ['close-orderly'],
  outcome: ['ok'],
};

/** A line as `explain` writes it, and what is read from it. */
function explained(change: Record<string, unknown> = {}): Explained {
  const line = parseExplained({
    type: 'connection',
    id: 1,
    client: { address: '10.20.0.1', port: 40000 },
    server: { address: '198.18.0.1', port: 9090 },
    startNs: dead.startNs,
    outcome: 'failed',
    verdict: { case: 'close-linger0', certainty: 'likely', lookalikes: ['close-unread'] },
    ...change,
  });
  if (line === undefined) throw new TypeError('no connection');
  return line;
}

test('a connection line gives ends, outcome, case and lookalikes; other lines give nothing', () => {
  expect(explained()).toEqual({
    client: dead.client,
    server: dead.server,
    startNs: dead.startNs,
    outcome: 'failed',
    case: 'close-linger0',
    lookalikes: ['close-unread'],
  });
  expect(parseExplained({ type: 'summary', connections: 1 })).toBeUndefined();
});

test('a line that breaks the contract is refused', () => {
  expect(() => explained({ outcome: 'dead' })).toThrow('no such outcome: dead');
  expect(() => explained({ verdict: { case: 'close-unraed' } })).toThrow('no such case: close-unraed');
  expect(() => explained({ client: { address: '10.20.0.1' } })).toThrow('an end without address and port');
});

test('a verdict holds the truth as its case, as a lookalike, or as a case that looks the same', () => {
  expect(judge({ truth: dead, explained: explained() })).toMatchObject({ held: true, named: false });
  const lookalike = explained({ verdict: { case: 'conn-refused', lookalikes: ['close-unread'] } });
  expect(judge({ truth: dead, explained: lookalike })).toMatchObject({ held: true, named: false });
  const exact = explained({ verdict: { case: 'close-unread', lookalikes: [] } });
  expect(judge({ truth: dead, explained: exact })).toMatchObject({ held: true, named: true });
  const wrong = explained({ verdict: { case: 'conn-refused', lookalikes: [] } });
  expect(judge({ truth: dead, explained: wrong }).held).toBe(false);
});

test('healthy: ok without a case or with a harmless one; anything else is not held', () => {
  const quiet = explained({ outcome: 'ok', verdict: null });
  const harmless = explained({ outcome: 'ok', verdict: { case: 'close-half', lookalikes: [] } });
  const suspicious = explained({ outcome: 'ok', verdict: { case: 'conn-refused', lookalikes: [] } });
  expect(judge({ truth: well, explained: quiet }).held).toBe(true);
  expect(judge({ truth: well, explained: harmless }).held).toBe(true);
  expect(judge({ truth: well, explained: suspicious }).held).toBe(false);
});

test('false alarms and missed deaths', () => {
  expect(judge({ truth: well, explained: explained() })).toMatchObject({ falseAlarm: true, held: false });
  expect(judge({ truth: dead, explained: explained({ outcome: 'ok' }) }).missedDeath).toBe(true);
  const either: TruthLine = { ...dead, outcome: ['ok', 'failed'] };
  expect(judge({ truth: either, explained: explained({ outcome: 'ok' }) }).missedDeath).toBe(false);
  expect(judge({ truth: dead, explained: explained() })).toMatchObject({
    falseAlarm: false,
    missedDeath: false,
  });
});

test('incarnations are told apart by their start; a swapped client is the same connection', () => {
  const second: TruthLine = { ...well, incarnation: 2, startNs: '1700000090000000000' };
  const swapped = explained({
    client: { address: '198.18.0.1', port: 9090 },
    server: { address: '10.20.0.1', port: 40000 },
    startNs: second.startNs,
    outcome: 'ok',
    verdict: null,
  });
  const { matched, invented } = match([dead, second], [swapped, explained()]);
  expect(matched.map(({ explained: each }) => each?.outcome)).toEqual(['failed', 'ok']);
  expect(invented).toEqual([]);
});

test('what was not told of counts as missing, what nobody made as invented', () => {
  const other = explained({ client: { address: '10.20.0.1', port: 40001 } });
  const summary = summarise(match([dead, well], [explained(), other]));
  expect(summary).toMatchObject({
    invented: 1,
    total: { connections: 2, held: 1, missing: 1, falseAlarms: 0 },
  });
});

test('the text gives totals and a line for each kind of ending', () => {
  const text = summaryText(
    summarise(match([dead, { ...well, startNs: '1700000001000000000' }], [explained()])),
  );
  expect(text).toContain('truth held               1 of 2 (50.0 %)');
  expect(text).toMatch(/^close-unread +1 +100\.0 +0\.0 +100\.0 {2}failed close-linger0 1$/m);
  expect(text).toMatch(/^close-orderly +1 +0\.0 +0\.0 +0\.0 {2}missing 1$/m);
});
