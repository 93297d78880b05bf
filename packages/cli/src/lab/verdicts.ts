/**
 * What explain says of a run from each of its captures, held against what really happened: the case must be the verdict or among
 * its lookalikes, and no lookalike may be one that the catalogue does not know there.
 */
import { type CaseEntry, type CaseName, describeCase, lookalikesOf, type Vantage } from '@halfopen/catalogue';
import { type Certainty, Explainer, type Finding, type Outcome, type VerdictRecord } from '@halfopen/explain';
import type { RunResult } from '@halfopen/lab';

/** The verdict from one capture. */
export interface VantageVerdict {
  /** `null`: nothing that went wrong was seen, or no packet at all. */
  readonly case: CaseName | null;
  readonly certainty: Certainty;
  readonly lookalikes: readonly CaseName[];
  /** `null`: the capture holds no packet of the connection. */
  readonly outcome: Outcome | null;
  readonly holdsTruth: boolean;
}

/** The verdicts from all three. */
export type Verdicts = Readonly<Record<Vantage, VantageVerdict>>;

const vantages = ['client', 'middle', 'server'] as const;

/** Where no packet came by there is nothing to contradict. */
const unseen: VantageVerdict = {
  case: null,
  certainty: 'possible',
  lookalikes: [],
  outcome: null,
  holdsTruth: true,
};

function holds(truth: CaseName, { case: name, lookalikes }: VerdictRecord): boolean {
  return name === truth || lookalikes.includes(truth);
}

function explainAt(at: Vantage, { captures, entry, record }: RunResult): VantageVerdict {
  if (record === null) return unseen;
  const explainer = new Explainer({ file: `${at}.pcap`, at });
  explainer.push(captures[at]);
  explainer.finish();
  let told: VantageVerdict = unseen;
  for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
    // a program that tries again on the same ports makes another connection: one of them is the case's
    if (isStudied(finding, record.client.port) && !(told.outcome !== null && told.holdsTruth)) {
      const { verdict } = finding.record();
      const { case: name, certainty, lookalikes } = verdict;
      told = {
        case: name,
        certainty,
        lookalikes,
        outcome: finding.outcome,
        holdsTruth: holds(entry.id, verdict),
      };
    }
    explainer.release(finding);
  }
  return told;
}

function isStudied({ client, server }: Finding, port: number): boolean {
  return client.port === port || server.port === port;
}

/** Explains the three captures of a run. */
export function explainRun(result: RunResult): Verdicts {
  return {
    client: explainAt('client', result),
    middle: explainAt('middle', result),
    server: explainAt('server', result),
  };
}

/** The packets may be those of a connection that ended well. */
function mayBeBenign({ benign }: CaseEntry, { case: name, lookalikes }: VantageVerdict): boolean {
  return (
    benign || [...(name === null ? [] : [name]), ...lookalikes].some((each) => describeCase(each).benign)
  );
}

function wrongAt(at: Vantage, entry: CaseEntry, verdict: VantageVerdict): string[] {
  const { case: name, lookalikes, outcome, holdsTruth } = verdict;
  const where = at === 'middle' ? 'in the middle' : `at the ${at}`;
  if (!holdsTruth)
    return [`explain ${where} says ${name ?? 'nothing'}, and ${entry.id} is not among its lookalikes`];
  // a verdict that nothing went wrong lists all that would not show
  if (name === null) return [];
  const allowed = lookalikesOf(entry.id, at);
  const strange = [name, ...lookalikes].filter((each) => each !== entry.id && !allowed.includes(each));
  return [
    ...(strange.length === 0
      ? []
      : [
          `explain ${where} takes it for ${strange.join(', ')}, which the catalogue does not count among its lookalikes there`,
        ]),
    ...(outcome === 'ok' && !mayBeBenign(entry, verdict)
      ? [`explain ${where} says that all went well, and it did not`]
      : []),
    ...(entry.benign && outcome === 'failed'
      ? [`explain ${where} calls a connection failed that was not`]
      : []),
  ];
}

/** What is wrong with the verdicts, a sentence each. */
export function wrongVerdicts(entry: CaseEntry, verdicts: Verdicts): string[] {
  return vantages.flatMap((at) => wrongAt(at, entry, verdicts[at]));
}

/** A run and what explain made of it; `null`: there was nothing to explain. */
export type ExplainedRun = RunResult & { readonly verdicts: Verdicts | null };

/** The run with its verdicts; one that explain gets wrong is surprised. A run that showed nothing is left as it is. */
export function withVerdicts(result: RunResult): ExplainedRun {
  if (result.record === null) return { ...result, verdicts: null };
  const verdicts = explainRun(result);
  const wrong = wrongVerdicts(result.entry, verdicts);
  if (wrong.length === 0) return { ...result, verdicts };
  return { ...result, verdicts, outcome: 'surprised', surprises: [...result.surprises, ...wrong] };
}
