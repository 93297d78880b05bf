/** Finds items by height, also when some are very long: a tree over the items in order of their tops, whose nodes know the lowest bottom below them. */

interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** A function that finds all items that touch the stretch between two heights, by `top`, in a time that grows with their number only. */
export function indexExtents<T extends Extent>(
  items: readonly T[],
): (yTop: number, yBottom: number) => readonly T[] {
  const sorted = items.toSorted((a, b) => a.top - b.top);
  let leaves = 1;
  while (leaves < sorted.length) leaves *= 2;
  const lowest = new Float64Array(2 * leaves).fill(-Infinity);
  sorted.forEach(({ bottom }, at) => (lowest[leaves + at] = bottom));
  for (let node = leaves - 1; node > 0; node -= 1)
    lowest[node] = Math.max(lowest[2 * node]!, lowest[2 * node + 1]!);

  return (yTop, yBottom) => {
    const found: T[] = [];
    // Tells whether all that follows begins too low.
    const visit = (node: number): boolean => {
      if (lowest[node]! < yTop) return false;
      if (node < leaves) return visit(2 * node) || visit(2 * node + 1);
      const item = sorted[node - leaves];
      if (item === undefined || item.top > yBottom) return true;
      found.push(item);
      return false;
    };
    visit(1);
    return found;
  };
}
