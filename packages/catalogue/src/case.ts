/** The shape of a catalogue entry. A case can't be half described: every field is required. */
import type { CaseName } from './names.ts';
import type { ClaimId } from './claim-ids.ts';
import type { Expectation } from './expectation.ts';
import type { EndedBy, Phase, Vantage } from './vocabulary.ts';

/** A case that leaves the same packets at a vantage, and what would tell the two apart. */
export interface Lookalike {
  readonly case: CaseName;
  /** What settles it: another vantage, a counter, a header field, a look at the host. A sentence. */
  readonly settledBy: string;
}

/** Where a statement of the entry can be looked up. */
export interface Reference {
  readonly kind: 'rfc' | 'man' | 'kernel';
  /** e.g. `RFC 9293 section 3.10.7.1`, `tcp(7) TCP_USER_TIMEOUT`, `Documentation/networking/ip-sysctl.rst tcp_retries2`. */
  readonly where: string;
  /** What it says about this case, in our words. */
  readonly says: string;
}

/** One way to make the case happen, with what it must show. */
export interface Variant<Name extends string = string> {
  /** `plain` for the first; kebab-case, unique within the case. */
  readonly name: Name;
  /** What is particular about it: which program does what, in a sentence or two. */
  readonly about: string;
  /** Words for the table: what the client's program sees, e.g. `recv ECONNRESET, then send EPIPE`. */
  readonly clientSees: string;
  readonly serverSees: string;
  /** Who ends it, where that is not the case's {@link CaseEntry.endedBy}. */
  readonly endedBy?: EndedBy;
  readonly expects: Expectation;
}

/** One way for a connection to fail (or to look as if it had). */
export interface CaseEntry<Id extends CaseName = CaseName, VariantName extends string = string> {
  readonly id: Id;
  /** A short sentence without a full stop, lower case. */
  readonly title: string;
  readonly phase: Phase;
  /** No failure: nothing was lost and both programs could know that they were done. */
  readonly benign: boolean;
  readonly endedBy: EndedBy;
  /** What happens and why, for somebody who meets it at night. One paragraph. */
  readonly about: string;
  readonly variants: readonly [Variant<VariantName>, ...Variant<VariantName>[]];
  /** The wire at each vantage, in words: what to look for in a capture. */
  readonly onTheWire: Readonly<Record<Vantage, string>>;
  readonly lookalikes: Readonly<Record<Vantage, readonly Lookalike[]>>;
  /** What to change, most useful first. */
  readonly advice: readonly [string, ...string[]];
  readonly references: readonly [Reference, ...Reference[]];
  /** Claims of the seed articles that a run of this case answers. */
  readonly claims: readonly ClaimId[];
}
