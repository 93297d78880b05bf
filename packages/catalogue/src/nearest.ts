/** What a mistyped name may have been meant to be. */

/** Edit distance (Levenshtein), for suggestions. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substituted = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(substituted, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The candidates nearest to a mistyped name: those that contain it, else the few with the smallest distance. */
export function nearest(name: string, candidates: readonly string[], most = 3): string[] {
  const containing = candidates.filter((candidate) => candidate.includes(name) && name.length > 2);
  if (containing.length > 0) return containing.slice(0, most);
  const limit = Math.max(2, Math.ceil(name.length / 2));
  return candidates
    .map((candidate) => ({ candidate, far: distance(name, candidate) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
