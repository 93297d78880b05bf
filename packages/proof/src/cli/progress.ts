/** How far the work is: one line that changes on a terminal, a line now and then elsewhere. */

const LINE_EVERY_MS = 15_000;

export class Progress {
  readonly #total: number;
  readonly #stream: NodeJS.WriteStream;
  readonly #began = performance.now();
  #lastLine = performance.now();
  #done = 0;
  #unsound = 0;

  constructor(total: number, stream: NodeJS.WriteStream) {
    this.#total = total;
    this.#stream = stream;
  }

  /** A run has ended. */
  step(sound: boolean): void {
    this.#done++;
    if (!sound) this.#unsound++;
    const now = performance.now();
    if (this.#stream.isTTY) this.#stream.write(`\r${this.#text(now)}\u001B[K`);
    else if (now - this.#lastLine >= LINE_EVERY_MS) {
      this.#lastLine = now;
      this.#stream.write(`${this.#text(now)}\n`);
    }
  }

  /** Removes the line, so that something else can be written. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001B[K');
  }

  #text(now: number): string {
    const unsound = this.#unsound > 0 ? `, ${this.#unsound} not sound` : '';
    return `${this.#done} of ${this.#total} runs${unsound}, ${Math.round((now - this.#began) / 1000)} s`;
  }
}
