/** Progress of long work, on standard error: one line that rewrites itself on a terminal, a line now and then elsewhere. */
import type { Style } from './style.ts';
import { cut } from './text.ts';

/** Between two lines where nothing can be rewritten. */
const LINE_INTERVAL_MS = 30_000;
const REDRAW_INTERVAL_MS = 200;
const CLEAR_LINE = '\r\x1b[2K';

/** What is written to. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The progress of one piece of work, from `start` to `stop`. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #style: Style;
  readonly #live: boolean;
  readonly #describe: () => string;
  #timer: NodeJS.Timeout | null = null;
  #drawn = false;
  #notBefore = 0;

  /** `describe` gives the line as it should be now. */
  constructor(stream: ProgressStream, style: Style, describe: () => string) {
    this.#stream = stream;
    this.#style = style;
    this.#live = stream.isTTY === true && process.env['TERM'] !== 'dumb';
    this.#describe = describe;
  }

  /** Shows the line, again and again. On a terminal first after `delayMs`: what is done by then needs no line. */
  start(delayMs = 0): void {
    this.#notBefore = performance.now() + delayMs;
    this.#timer = setInterval(() => this.#tick(), this.#live ? REDRAW_INTERVAL_MS : LINE_INTERVAL_MS);
    this.#timer.unref();
    if (this.#live && delayMs === 0) this.#tick();
  }

  /** Makes room for a line of output. */
  clear(): void {
    if (this.#drawn) this.#stream.write(CLEAR_LINE);
    this.#drawn = false;
  }

  /** Takes the line away. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.clear();
  }

  #tick(): void {
    if (performance.now() < this.#notBefore) return;
    const line = this.#describe();
    if (this.#live) {
      this.#stream.write(CLEAR_LINE + cut(line, this.#style.width - 1));
      this.#drawn = true;
    } else {
      this.#stream.write(`${line}\n`);
    }
  }
}
