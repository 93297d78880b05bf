import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/exit-codes.ts';
import { labMode } from '../src/lab/modes.ts';

function formOf(flags: readonly string[]): 'text' | 'jsonl' {
  return flags.includes('--json') ? 'jsonl' : 'text';
}

describe('what a line of halfopen lab asks for', () => {
  it.each([
    ['runs', ['close-half'], ['--ladder', '--out', '--real-time', '--seed', '--quiet']],
    ['runs', [], ['--seeds', '--json']],
    ['runs', [], ['--all']],
    ['list', [], []],
    ['list', [], ['--list', '--json', '--ascii']],
    ['list', [], ['--width']],
    ['claims', [], ['--claims', '--seed', '--jobs', '--format', '--quiet']],
    ['clean', [], ['--clean', '--quiet']],
  ] as const)('%s: %s %s', (mode, words, flags) => {
    expect(labMode(words, flags, formOf(flags))).toBe(mode);
  });

  it.each([
    [['close-half'], ['--claims'], '--claims does not go with names of cases.'],
    [[], ['--claims', '--out', '--real-time'], '--claims does not go with --out, --real-time.'],
    [[], ['--clean', '--json'], '--clean does not go with --json.'],
    [['close-half'], ['--list', '--ladder'], '--list does not go with names of cases, --ladder.'],
    [[], ['--clean', '--claims'], '--claims and --clean do not go together.'],
    [['close-half'], ['--seeds'], 'not both'],
    [[], ['--out'], 'Name cases, or give --seeds or --all: --out is about runs.'],
    [['close-half'], ['--ladder', '--json'], '--ladder draws text'],
  ] as const)('ignores nothing: %s %s', (words, flags, message) => {
    expect(() => labMode(words, flags, formOf(flags))).toThrow(message);
    expect(() => labMode(words, flags, formOf(flags))).toThrow(
      expect.objectContaining({ exitCode: exitCodes.usage }) as Error,
    );
  });

  it.each([
    [['close-half'], ['--format', '--ladder'], 'a page (--format html) has a ladder'],
    [[], ['--format'], 'Name cases'],
    [[], ['--list', '--format'], 'it makes no runs'],
    [[], ['--claims', '--format'], 'it makes no runs'],
  ] as const)('a page is of runs: %s %s', (words, flags, message) => {
    expect(() => labMode(words, flags, 'html')).toThrow(message);
  });
});
