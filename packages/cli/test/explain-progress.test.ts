import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Explainer } from '@halfopen/explain';
import type { Input } from '../src/explain/input.ts';
import type { Source } from '../src/explain/source.ts';
import { progressLine, togetherLine } from '../src/explain/progress.ts';
import { Progress } from '../src/terminal/progress.ts';

const style = { colour: false, ascii: false, width: 80 };

describe('the progress of explain', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubEnv('TERM', 'xterm');
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it('tells bytes, frames and connections, and the share where the whole is known', () => {
    const input = { name: 'x.pcap', totalBytes: 4e9, readBytes: () => 1e9 } as Input;
    const explainer = { frames: 12_345_678, waiting: 1, told: 2 } as Explainer;
    expect(progressLine(input, explainer)).toBe(
      'x.pcap: 1.00 GB of 4.00 GB (25 %), 12,345,678 frames, 3 connections',
    );
    expect(progressLine({ ...input, totalBytes: null }, explainer)).toBe(
      'x.pcap: 1.00 GB, 12,345,678 frames, 3 connections',
    );
  });

  it('tells of several the one that is being read, and then what came of all', () => {
    const sources = [false, true].map((isBeingRead, index) => ({
      isBeingRead,
      frames: 7,
      input: { name: `${index}.pcap`, totalBytes: 2e6, readBytes: () => 1e6 },
    })) as Source[];
    expect(togetherLine({ sources, told: 0 })).toBe('1.pcap: 1.0 MB of 2.0 MB (50 %), 7 frames');
    expect(togetherLine({ sources: sources.slice(0, 1), told: 1200 })).toBe(
      '1 capture held against each other: 1,200 connections',
    );
  });

  it('says nothing about what is done soon, and takes itself away', () => {
    const written: string[] = [];
    const progress = new Progress(
      { isTTY: true, write: (text: string) => written.push(text) },
      style,
      () => 'at work',
    );
    progress.start(500);
    vi.advanceTimersByTime(450);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(400);
    expect(written.join('')).toContain('at work');
    progress.stop();
    expect(written.at(-1)).toBe('\r\u001B[2K');
  });
});
