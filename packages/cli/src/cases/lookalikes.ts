/** What looks like a case, with what would show that it was the other one. */
import { type CaseName, describeCase, lookalikesOf, type Vantage } from '@halfopen/catalogue';

/** The vantages, from client to server. */
export const vantages: readonly Vantage[] = ['client', 'middle', 'server'];

/** One of them, as `halfopen.cases/1` writes it. */
export interface Lookalike {
  readonly case: CaseName;
  /** What shows that it was this one. */
  readonly settledBy: string;
}

function lookalikesAt(id: CaseName, at: Vantage): readonly Lookalike[] {
  return lookalikesOf(id, at).map((each) => ({ case: each, settledBy: describeCase(each).provenBy }));
}

/** All of a case's lookalikes. */
export type LookalikesByVantage = Readonly<Record<Vantage, readonly Lookalike[]>>;

/** What a case looks like, vantage by vantage. */
export function lookalikesByVantage(id: CaseName): LookalikesByVantage {
  return {
    client: lookalikesAt(id, 'client'),
    middle: lookalikesAt(id, 'middle'),
    server: lookalikesAt(id, 'server'),
  };
}

/** Lookalikes of a case that are so at the same vantages. */
export interface LookalikeGroup {
  readonly at: readonly Vantage[];
  /** Empty where nothing is known to look the same. */
  readonly lookalikes: readonly Lookalike[];
}

/** Each lookalike once, under all the vantages at which it is one; the vantages without any come last. */
export function lookalikeGroups(byVantage: LookalikesByVantage): readonly LookalikeGroup[] {
  const groups = new Map<string, { at: readonly Vantage[]; lookalikes: Lookalike[] }>();
  const seen = new Set<CaseName>();
  for (const each of vantages.flatMap((at) => byVantage[at])) {
    if (seen.has(each.case)) continue;
    seen.add(each.case);
    const at = vantages.filter((vantage) => byVantage[vantage].some((other) => other.case === each.case));
    const group = groups.get(at.join()) ?? { at, lookalikes: [] };
    group.lookalikes.push(each);
    groups.set(at.join(), group);
  }
  const bare = vantages.filter((at) => byVantage[at].length === 0);
  const sorted = [...groups.values()].sort((a, b) => b.at.length - a.at.length);
  return bare.length === 0 ? sorted : [...sorted, { at: bare, lookalikes: [] }];
}
