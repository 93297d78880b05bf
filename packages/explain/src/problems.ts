/** What could not be read, counted by kind, so that a file full of it costs no more memory than a good one. */
import type { ProblemRecord } from './record.ts';

export class Problems {
  readonly #byKind = new Map<string, { count: number; readonly frame: number }>();

  /** Counts one problem of a frame. */
  add(problem: string, frame: number): void {
    this.addMany(problem, 1, frame);
  }

  /** Counts several of a kind, of which the first was at `frame`. */
  addMany(problem: string, count: number, frame: number): void {
    const known = this.#byKind.get(problem);
    if (known === undefined) this.#byKind.set(problem, { count, frame });
    else known.count += count;
  }

  /** The kinds, in order of first occurrence. */
  list(): readonly ProblemRecord[] {
    return [...this.#byKind].map(([problem, { count, frame }]) => ({ problem, count, frame }));
  }
}
