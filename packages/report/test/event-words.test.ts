import type { CallEvent } from '@halfopen/timeline';
import { expect, test } from 'vitest';
import { resultText } from '../src/page/event-words.ts';

test.each<readonly [string, Partial<CallEvent>]>([
  ['= -1 ETIMEDOUT (2.0 s)', { returnedNs: 2e9, how: 'inferred' }],
  ['= -1 ETIMEDOUT, later', { how: 'inferred' }],
  ['= 0, end of file, later', { how: 'inferred', result: '0' }],
  ['… still waits', { how: 'inferred', result: 'blocked' }],
  ['… still waits', { how: 'observed' }],
  ['✝ killed by SIGPIPE', { how: 'observed', result: 'killed SIGPIPE' }],
])('a call says %s', (text, given) => {
  const call: CallEvent = {
    kind: 'call',
    side: 'client',
    program: 'client',
    call: 'recv',
    args: '',
    atNs: 0,
    returnedNs: null,
    result: 'ETIMEDOUT',
    how: 'inferred',
    ...given,
  };
  expect(resultText(call)).toBe(text);
});
