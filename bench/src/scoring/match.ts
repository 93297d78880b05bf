/** Which explained connection is which true one. */
import type { TruthLine } from '../generator/truth.ts';
import type { Explained } from './records.ts';

/** A true connection and what was said of it. */
export interface Matched {
  readonly truth: TruthLine;
  /** `undefined`: nothing was said. */
  readonly explained: Explained | undefined;
}

/** All true connections in their order, and those that nobody made. */
export interface Matching {
  readonly matched: readonly Matched[];
  readonly invented: readonly Explained[];
}

/**
 * Matches by both ends, either way round, and by the time of the first frame. What then remains between the same ends is matched
 * in order of time: a connection whose beginning was put elsewhere is still the same.
 */
export function match(truths: readonly TruthLine[], all: readonly Explained[]): Matching {
  const byEnds = new Map<string, Explained[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = byEnds.get(key);
    if (group === undefined) byEnds.set(key, [each]);
    else group.push(each);
  }
  const found = new Map<TruthLine, Explained>();
  for (const truth of truths) {
    const group = byEnds.get(keyOf(truth));
    const at = group?.findIndex(({ startNs }) => startNs === truth.startNs) ?? -1;
    const [exact] = group === undefined || at === -1 ? [] : group.splice(at, 1);
    if (exact !== undefined) found.set(truth, exact);
  }
  for (const group of byEnds.values())
    group.sort((one, two) => (BigInt(one.startNs) < BigInt(two.startNs) ? -1 : 1));
  for (const truth of truths) {
    if (found.has(truth)) continue;
    const next = byEnds.get(keyOf(truth))?.shift();
    if (next !== undefined) found.set(truth, next);
  }
  return {
    matched: truths.map((truth) => ({ truth, explained: found.get(truth) })),
    invented: [...byEnds.values()].flat(),
  };
}

function keyOf({ client, server }: { readonly client: string; readonly server: string }): string {
  return client < server ? `${client} ${server}` : `${server} ${client}`;
}
