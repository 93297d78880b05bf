import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Explainer } from '@halfopen/explain';
import type { Input } from '../src/explain/input.ts';
import { progressLine } from '../src/explain/progress.ts';
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
