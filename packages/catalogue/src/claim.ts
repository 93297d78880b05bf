/** What the seed articles say about TCP failure, claim by claim, and how each is put to the test. */

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** `S01` to `S46`. */
export type ClaimId = `S${Digit}${Digit}`;

/** The seed articles, by number. */
export type Seed = 0 | 1 | 2 | 3 | 4;

/** How a claim is decided. */
export type ClaimTest =
  | {
      readonly by: 'runs';
      /** Runs whose observations decide it: a case, or `case/variant`. */
      readonly runs: readonly [string, ...string[]];
      /** What is looked at in them. */
      readonly looksAt: string;
    }
  | {
      readonly by: 'nothing';
      /** Why no run here can decide it. */
      readonly because: string;
    };

/** One claim. */
export interface Claim {
  readonly id: ClaimId;
  readonly seeds: readonly [Seed, ...Seed[]];
  /** What the article says, in our words. */
  readonly says: string;
  readonly test: ClaimTest;
}
