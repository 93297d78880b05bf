/** The shape of a catalogue entry. A case can't be half described: every field is required. */
import type { CaseName } from './names.ts';
import type { ClaimId } from './claim-ids.ts';
import type { Expectation } from './expectation.ts';
import type { EndedBy, Phase, Vantage } from './vocabulary.ts';

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

/** One way for a connection to fail (or to look as if it had), whether the lab makes it or not. */
export interface CaseDescription<Id extends CaseName = CaseName> {
  readonly id: Id;
  /** A short sentence without a full stop, lower case. */
  readonly title: string;
  readonly phase: Phase;
  /** No failure: nothing was lost and both programs could know that they were done. */
  readonly benign: boolean;
  readonly endedBy: EndedBy;
  /** What happens and why, for somebody who meets it at night. One paragraph. */
  readonly about: string;
  /** The wire at each vantage, in words: what to look for in a capture. */
  readonly onTheWire: Readonly<Record<Vantage, string>>;
  /**
   * What shows that it was this case and none of its lookalikes: a counter and its host, a tool's output, another vantage,
   * a look at the program. One or two sentences that stand by themselves.
   */
  readonly provenBy: string;
  /** What to change, most useful first. */
  readonly advice: readonly [string, ...string[]];
  readonly references: readonly [Reference, ...Reference[]];
}

/** A case that the lab makes happen. */
export interface CaseEntry<
  Id extends CaseName = CaseName,
  VariantName extends string = string,
> extends CaseDescription<Id> {
  readonly variants: readonly [Variant<VariantName>, ...Variant<VariantName>[]];
  /** Claims of the seed articles that a run of this case answers. */
  readonly claims: readonly ClaimId[];
}

/** A case that is known from measurements, but that the lab does not make yet. */
export interface UnmadeCase<Id extends CaseName = CaseName> extends CaseDescription<Id> {
  readonly notMadeHereYet: true;
  /** What the client's program sees, in words: calls and errno, in order. */
  readonly clientSees: string;
  readonly serverSees: string;
}
