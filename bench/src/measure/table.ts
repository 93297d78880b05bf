/** Measurements as a table for people. */
import type { CaptureSize } from './count.ts';
import type { Measured } from './measure.ts';
import type { Reader } from './readers.ts';

/** What came of one reader: its measured run, or why there is none. */
export interface ReaderResult {
  readonly reader: Reader;
  readonly measured: Measured | null;
  /** Why nothing was measured, or why what was is worth nothing; empty: all is well. */
  readonly note: string;
}

/** Figures derived from a run; `null` without one. */
export interface Rates {
  readonly framesPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly peakMegabytes: number | null;
  /** How many times the wall time of the first reader. */
  readonly timesFirst: number | null;
  /** How many times its peak memory. */
  readonly memoryTimesFirst: number | null;
}

const mega = 1e6;

/** The figures of `result`, compared with `first`. */
export function ratesOf(size: CaptureSize, result: ReaderResult, first: ReaderResult): Rates | null {
  const { measured } = result;
  if (measured === null || result.note !== '') return null;
  const base = first.note === '' ? first.measured : null;
  const peak = measured.peakBytes;
  const basePeak = base?.peakBytes ?? null;
  return {
    framesPerSecond: size.frames / measured.wallSeconds,
    megabytesPerSecond: size.bytes / mega / measured.wallSeconds,
    peakMegabytes: peak === null ? null : peak / mega,
    timesFirst: base === null ? null : measured.wallSeconds / base.wallSeconds,
    memoryTimesFirst: peak === null || basePeak === null ? null : peak / basePeak,
  };
}

/** The table, with a line for the capture above it. */
export function resultTable(size: CaptureSize, results: readonly [ReaderResult, ...ReaderResult[]]): string {
  const [first] = results;
  const head = ['reader', 'wall s', 'CPU s', 'Mframes/s', 'MB/s', 'peak MB', 'time', 'memory'];
  const rows = results.map((result) => {
    const rates = ratesOf(size, result, first);
    const { measured } = result;
    if (rates === null || measured === null) return [result.reader.command, result.note];
    return [
      result.reader.command,
      measured.wallSeconds.toFixed(2),
      measured.cpuSeconds?.toFixed(2) ?? '?',
      (rates.framesPerSecond / mega).toFixed(2),
      rates.megabytesPerSecond.toFixed(0),
      rates.peakMegabytes?.toFixed(0) ?? '?',
      times(rates.timesFirst),
      times(rates.memoryTimesFirst),
    ];
  });
  const sizeLine = `${size.frames} frames, ${(size.bytes / mega).toFixed(1)} MB`;
  return `${sizeLine}\n\n${columns([head, ...rows])}`;
}

function times(ratio: number | null): string {
  return ratio === null ? '?' : `x ${ratio.toFixed(ratio < 10 ? 2 : 1)}`;
}

/** Lines with the first column to the left and the others to the right; a short row is a name and a remark. */
export function columns(rows: readonly (readonly string[])[]): string {
  const whole = rows.filter((row) => row.length > 2);
  const width = (column: number): number =>
    Math.max(0, ...(column === 0 ? rows : whole).map((row) => row[column]?.length ?? 0));
  const lines = rows.map((row) => {
    const [name = '', ...cells] = row;
    const left = name.padEnd(width(0));
    const aligned = row.length > 2 ? cells.map((cell, index) => cell.padStart(width(index + 1))) : cells;
    return [left, ...aligned].join('  ').trimEnd();
  });
  return `${lines.join('\n')}\n`;
}
