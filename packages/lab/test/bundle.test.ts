import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleName, writeFiles } from '../src/bundle.ts';

describe('keeping a bundle', () => {
  let place = '';

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'halfopen-bundle-'));
  });

  afterEach(() => {
    rmSync(place, { recursive: true, force: true });
  });

  it('writes its files, over earlier ones, and leaves others alone', () => {
    const bundle = join(place, 'close-unread');
    writeFiles(bundle, [['a', 'first']]);
    writeFileSync(join(bundle, 'notes.txt'), 'mine');
    writeFiles(bundle, [
      ['a', 'second'],
      ['b', new Uint8Array([1])],
    ]);
    expect(readdirSync(bundle).toSorted()).toEqual(['a', 'b', 'notes.txt']);
    expect(readFileSync(join(bundle, 'a'), 'utf8')).toBe('second');
    expect(readFileSync(join(bundle, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('leaves everything as it was where a file cannot be written', () => {
    const bundle = join(place, 'close-unread');
    writeFiles(bundle, [['a', 'first']]);
    mkdirSync(join(bundle, '.b.partial'));
    const files = [
      ['a', 'second'],
      ['b', 'second'],
    ] as const;
    expect(() => writeFiles(bundle, files)).toThrow();
    expect(readFileSync(join(bundle, 'a'), 'utf8')).toBe('first');
    expect(readdirSync(bundle)).toContain('.b.partial');
  });

  it('does not take a file of the user for its folder', () => {
    const bundle = join(place, 'close-unread');
    writeFileSync(bundle, 'mine');
    expect(() => writeFiles(bundle, [['a', 'first']])).toThrow();
    expect(readFileSync(bundle, 'utf8')).toBe('mine');
  });

  it('names the first variant after its case', () => {
    expect(bundleName('close-unread', 'plain', true)).toBe('close-unread');
    expect(bundleName('close-unread', 'reply-lost', false)).toBe('close-unread.reply-lost');
  });
});
