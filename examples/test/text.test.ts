import { describe, expect, it } from 'vitest';
import type { Act, Sight } from '../src/show/play.ts';
import type { Pair } from '../src/show/perform.ts';
import type { Tally } from '../src/show/scene.ts';
import { scenes } from '../src/show/scenes.ts';
import { UsageError } from '@halfopen/proof';
import { readOptions } from '../src/show/options.ts';
import { actsText, exactTime, resultJson, roundTime } from '../src/show/text.ts';

const tally: Tally = {
  sent: 3,
  arrived: 2,
  lost: 1,
  repeated: 0,
  unknown: 1,
  noticedMs: null,
  wentOnMs: null,
  died: false,
};

const saw = (atMs: number, text: string, program: string | null = 'client'): Sight => ({
  atMs,
  program,
  text,
});

const acts = (sights: readonly Sight[]): readonly Act[] => [{ title: 'A fault', sights }];

function pair(before: readonly Sight[], after: readonly Sight[]): Pair {
  const scene = scenes[0];
  if (scene === undefined) throw new RangeError('no scenes');
  return {
    scene,
    before: { version: 'before', acts: acts(before), tally },
    after: { version: 'after', acts: acts(after), tally: { ...tally, noticedMs: 4512 } },
  };
}

describe('what was seen, as text', () => {
  it('puts both versions side by side, and what was done between them', () => {
    const text = actsText(
      pair(
        [saw(-300, 'line 1'), saw(-200, 'line 2'), saw(0, 'the cut', null), saw(13_300, 'line 3')],
        [saw(-310, 'line 1'), saw(-210, 'line 2'), saw(1, 'the cut', null), saw(4512, 'offline')],
      ),
      exactTime,
    );
    const rows = text.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '));
    expect(rows.slice(0, 8)).toStrictEqual([
      'A fault',
      '',
      ' | s | before: net.Socket | after: session',
      ' | -0.3 | client | line 1 ... 2',
      ' | -0.3 | client | line 1 ... 2',
      ' | 0.0 | --- the cut ---',
      ' | 4.5 | client | offline',
      ' | 13.3 | client | line 3',
    ]);
    expect(text).toMatch(/never {2}noticed after +4\.5 s {2}noticed after/);
  });

  it('tells lines as one series only while they count on, each program for itself', () => {
    const series = [
      saw(0, 'line 1'),
      saw(10, 'greeting 1', 'server'),
      saw(20, 'line 2'),
      saw(30, 'greeting 2', 'server'),
      saw(240, 'line 4'),
      saw(9000, 'line 5'),
    ];
    const text = actsText(pair(series, []), exactTime);
    expect(text.match(/(client|server) {2}.*/g)).toStrictEqual([
      'client  line 1 ... 2',
      'server  greeting 1 ... 2',
      'client  line 4',
      'client  line 5',
    ]);
  });

  it('takes few steps in the document, whatever the order of things that come together', () => {
    const times = [-5, 0, 60, 1000, 1400, 4512, 7000, 7530, 13_300].map(roundTime);
    expect(times).toStrictEqual(['', '0', '0', '1', '5', '5', '7', '8', '15']);
    const one = pair([saw(5, 'left'), saw(8, 'done', null)], [saw(6, 'right')]);
    const other = pair([saw(7, 'left'), saw(2, 'done', null)], [saw(1, 'right')]);
    expect(actsText(one, roundTime)).toBe(actsText(other, roundTime));
  });

  it('wraps what is too long for its column', () => {
    const text = actsText(pair([saw(0, 'filler '.repeat(30).trim())], []), exactTime);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text.match(/filler/g)).toHaveLength(30);
  });

  it('as JSON', () => {
    const line = JSON.parse(resultJson(pair([saw(1234, 'line 1')], []), 'before')) as unknown;
    expect(line).toMatchObject({
      type: 'play',
      schema: 'halfopen.examples/1',
      example: 'echo',
      version: 'before',
      acts: [{ title: 'A fault', sights: [{ t: '1.234', program: 'client', text: 'line 1' }] }],
      lost: 1,
      noticedMs: null,
    });
  });
});

describe('the command line', () => {
  it('takes names, and all examples without', () => {
    expect(readOptions([]).scenes).toStrictEqual(scenes);
    expect(readOptions(['redis', '--json']).scenes.map(({ name }) => name)).toStrictEqual(['redis']);
  });

  it('refuses what it does not know', () => {
    expect(() => readOptions(['ehco'])).toThrow(UsageError);
    expect(() => readOptions(['--frobnicate'])).toThrow(UsageError);
  });
});
