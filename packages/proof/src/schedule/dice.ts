/** Chance from a seed: the same seed throws the same dice. */
import { hash, mulberry32 } from '@halfopen/lab';

/** A source of chosen numbers. */
export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of a list that is not empty. */
  one<Item>(items: readonly Item[]): Item;
}

/** Dice of a seed; `name` keeps those of different purposes apart. */
export function diceOf(seed: number, name: string): Dice {
  const next = mulberry32(seed ^ hash(name));
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    chance: (probability) => next() < probability,
    one: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to choose from');
      return item;
    },
  };
}
