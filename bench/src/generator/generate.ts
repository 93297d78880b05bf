/**
 * Makes a capture:
 *
 *     Schedule ─▶ connections in order of start ─▶ Merge ─▶ frames in order of time ─▶ Renderer ─▶ CaptureFile
 *                        └─▶ truth lines
 *
 * Only the connections under way are in memory, as numbers; how many that are does not depend on the file's size.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { CaptureFormat } from '@halfopen/wire';
import { CaptureFile } from './capture-file.ts';
import { FrameField, frameWords } from './frames.ts';
import { Merge } from './merge.ts';
import { PayloadPool } from './payload.ts';
import { renderIcmp } from './render-icmp.ts';
import { Renderer } from './render.ts';
import type { Planned } from './schedule.ts';
import { Schedule } from './schedule.ts';
import { truthLine } from './truth.ts';

/** What to make. */
export interface GenerateOptions {
  readonly seed: number;
  /** Size of the file if frames are kept whole, about. */
  readonly bytes: number;
  /** Default: one for each 56,500 bytes. */
  readonly connections?: number;
  /** Bytes kept of each frame. */
  readonly snapLength: number;
  readonly format: CaptureFormat;
  /** Path of the capture. */
  readonly out: string;
  /** Path of the truth file; none is written without. */
  readonly truth?: string;
}

/** What was made. */
export interface Generated {
  readonly connections: number;
  readonly frames: number;
  /** Size of the capture. */
  readonly bytes: number;
}

/** When the capture begins: 2023-11-14 22:13:20 UTC, in microseconds since 1970. */
export const epoch: number = 1_700_000_000_000_000;

const bytesPerConnection = 56_500;
const truthBufferBytes = 1 << 16;

interface Running {
  time: number;
  readonly order: number;
  readonly planned: Planned;
  /** Index of the next frame. */
  next: number;
}

/** Writes a capture and its truth. The same options give the same bytes. Throws what opening and writing files throws. */
export function generate(options: GenerateOptions): Generated {
  const connections = options.connections ?? Math.max(1, Math.round(options.bytes / bytesPerConnection));
  const { seed } = options;
  const schedule = new Schedule({ seed, connections, bytes: options.bytes });
  const renderer = new Renderer(new PayloadPool(seed));
  const file = new CaptureFile(options.out, options.format, options.snapLength);
  const truth = options.truth === undefined ? undefined : new TextFile(options.truth);
  const running = new Merge<Running>();
  let started = 0;
  for (;;) {
    while (schedule.nextStart !== Infinity && schedule.nextStart <= (running.top?.time ?? Infinity)) {
      const planned = schedule.next();
      const time = planned.plan.times[0]!;
      running.push({ time, order: started, planned, next: 0 });
      truth?.write(`${JSON.stringify(truthLine(planned, epoch + time))}\n`);
      started += 1;
    }
    const top = running.top;
    if (top === undefined) break;
    writeFrame(file, renderer, top);
    top.next += 1;
    if (top.next === top.planned.plan.times.length) {
      running.pop();
    } else {
      top.time = top.planned.plan.times[top.next]!;
      running.sink();
    }
  }
  file.close();
  truth?.close();
  return { connections: started, frames: file.frames, bytes: file.bytes };
}

function writeFrame(file: CaptureFile, renderer: Renderer, { planned, next, time }: Running): void {
  const { words } = planned.plan;
  const from = next * frameWords;
  const { at, buffer } = file;
  if (words[from + FrameField.icmp] === 0) {
    file.add(epoch + time, renderer.render(planned, words, from, buffer, at, file.snapLength));
  } else {
    const frame = renderIcmp(renderer, planned, words, from);
    buffer.set(frame, at);
    file.add(epoch + time, frame.length);
  }
}

/** Lines of text on their way to a file. */
class TextFile {
  readonly #file: number;
  #text = '';

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length > truthBufferBytes) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    for (let from = 0; from < bytes.length;) from += writeSync(this.#file, bytes, from);
    this.#text = '';
  }
}
