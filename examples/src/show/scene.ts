/** An example and what is done to it. One file each in scenes/; `scenes.ts` lists them. */
import type { Act, Play, Version } from './play.ts';

/** What a play came to. */
export interface Tally {
  /** What the program said, or was told, it had sent. */
  readonly sent: number;
  /** Of those, how many came to where they were to go. */
  readonly arrived: number;
  readonly lost: number;
  readonly repeated: number;
  /** Of those lost or left open, how many the program does not know about. */
  readonly unknown: number;
  /** How soon after the first fault it said that something is wrong, in milliseconds; `null`: it never did. */
  readonly noticedMs: number | null;
  /** How soon after the first fault everything went on, in milliseconds; `null`: it did not. */
  readonly wentOnMs: number | null;
  /** Whether a program ended because of what happened to its connection. */
  readonly died: boolean;
}

/** Names of examples. */
export type SceneName = 'echo' | 'greeting' | 'redis';

/** An example. */
export interface Scene {
  readonly name: SceneName;
  readonly title: string;
  /** What stands above each column. */
  readonly versions: Readonly<Record<Version, string>>;
  /** What `sent`, `arrived` and `unknown` mean here. */
  readonly words: { readonly sent: string; readonly arrived: string; readonly unknown: string };
  /** Programs it needs beside Node. */
  readonly needs: readonly string[];
  readonly play: (play: Play) => Promise<Tally>;
  /** One or two sentences. */
  readonly conclusion: (before: Tally, after: Tally) => string;
  /** What should have been different and was not; empty when all is as it should be. */
  readonly findings: (before: Tally, after: Tally) => readonly string[];
}

/** A play that was made. */
export interface Result {
  readonly version: Version;
  readonly acts: readonly Act[];
  readonly tally: Tally;
}

/** How many there are of each beyond the first. */
export function repetitions(numbers: readonly number[]): number {
  return numbers.length - new Set(numbers).size;
}

/** `7.3 s`; for no time at all, the word given. */
export function seconds(ms: number | null, never: string): string {
  return ms === null ? never : `${(ms / 1000).toFixed(1)} s`;
}
