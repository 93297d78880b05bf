/** Matches a list of observations against a list of steps that may repeat, completely and in order. */

/** One step of a pattern: what it accepts, and how often. */
export interface Step<Item> {
  readonly accepts: (item: Item) => boolean;
  readonly min: number;
  /** `null`: without bound. */
  readonly max: number | null;
}

/** Steps in a fixed order, or a group whose items may come in any order, mixed with each other. */
export type Pattern<Item> = readonly (Step<Item> | { readonly anyOrder: readonly Step<Item>[] })[];

/** Where a pattern stopped fitting: after how many items, at which step. */
export interface Mismatch {
  readonly itemIndex: number;
  /** Index of the furthest step reached; the pattern's length when only surplus items are left. */
  readonly stepIndex: number;
}

class Matcher<Item> {
  readonly #items: readonly Item[];
  readonly #pattern: Pattern<Item>;
  #furthest: Mismatch = { itemIndex: 0, stepIndex: 0 };

  constructor(items: readonly Item[], pattern: Pattern<Item>) {
    this.#items = items;
    this.#pattern = pattern;
  }

  run(): Mismatch | null {
    return this.#from(0, 0) ? null : this.#furthest;
  }

  #from(itemIndex: number, stepIndex: number): boolean {
    const { itemIndex: bestItem, stepIndex: bestStep } = this.#furthest;
    if (itemIndex > bestItem || (itemIndex === bestItem && stepIndex > bestStep))
      this.#furthest = { itemIndex, stepIndex };
    const step = this.#pattern[stepIndex];
    if (step === undefined) return itemIndex === this.#items.length;
    if ('anyOrder' in step) return this.#group(step.anyOrder, itemIndex, stepIndex);
    return this.#repeat(step, itemIndex, (next) => this.#from(next, stepIndex + 1));
  }

  /** As many as fit, then fewer: the rest of the pattern decides. */
  #repeat(step: Step<Item>, itemIndex: number, rest: (next: number) => boolean): boolean {
    let count = 0;
    while (step.max === null || count < step.max) {
      const item = this.#items[itemIndex + count];
      if (item === undefined || !step.accepts(item)) break;
      count += 1;
    }
    const reached = itemIndex + count;
    if (reached > this.#furthest.itemIndex) this.#furthest = { ...this.#furthest, itemIndex: reached };
    for (; count >= step.min; count--) if (rest(itemIndex + count)) return true;
    return false;
  }

  /** Takes items as long as some step wants them, then fewer: the rest of the pattern decides. */
  #group(steps: readonly Step<Item>[], itemIndex: number, stepIndex: number): boolean {
    const taken: number[] = steps.map(() => 0);
    const order: number[] = [];
    for (const item of this.#items.slice(itemIndex)) {
      const wanting = steps.findIndex(
        ({ accepts, max }, index) => accepts(item) && (max === null || (taken[index] ?? 0) < max),
      );
      if (wanting < 0) break;
      taken[wanting] = (taken[wanting] ?? 0) + 1;
      order.push(wanting);
    }
    const reached = itemIndex + order.length;
    if (reached > this.#furthest.itemIndex) this.#furthest = { ...this.#furthest, itemIndex: reached };
    for (;;) {
      const enough = steps.every(({ min }, index) => (taken[index] ?? 0) >= min);
      if (enough && this.#from(itemIndex + order.length, stepIndex + 1)) return true;
      const given = order.pop();
      if (given === undefined) return false;
      taken[given] = (taken[given] ?? 0) - 1;
    }
  }
}

/** `null` when all items fit the pattern, else where it stopped fitting. */
export function matchPattern<Item>(items: readonly Item[], pattern: Pattern<Item>): Mismatch | null {
  return new Matcher(items, pattern).run();
}
