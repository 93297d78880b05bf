/** Judgements added up, over everything and for each kind of ending. */
import { columns } from '../measure/table.ts';
import { judge } from './judge.ts';
import type { Matching } from './match.ts';

/** Counts of judgements. */
export interface Score {
  connections: number;
  held: number;
  named: number;
  outcomeRight: number;
  falseAlarms: number;
  missedDeaths: number;
  /** Connections of which nothing was said. */
  missing: number;
  /** Lookalikes in all verdicts together. */
  lookalikes: number;
}

/** The score of one kind of ending, with what its connections were taken for. */
export interface EndingScore extends Score {
  readonly ending: string;
  /** `outcome case`, most frequent first, with how often. */
  readonly answers: readonly (readonly [answer: string, times: number])[];
}

/** Everything. */
export interface Summary {
  readonly total: Score;
  /** Connections that were told of but never made. */
  readonly invented: number;
  readonly endings: readonly EndingScore[];
}

const shownAnswers = 3;

/** Judges and adds up. */
export function summarise({ matched, invented }: Matching): Summary {
  const total = emptyScore();
  const byEnding = new Map<string, { score: Score; answers: Map<string, number> }>();
  for (const each of matched) {
    const { ending } = each.truth;
    const kind = byEnding.get(ending) ?? { score: emptyScore(), answers: new Map<string, number>() };
    byEnding.set(ending, kind);
    const { explained } = each;
    const judgement = judge(each);
    for (const score of [total, kind.score]) {
      score.connections += 1;
      score.held += Number(judgement.held);
      score.named += Number(judgement.named);
      score.outcomeRight += Number(judgement.outcomeRight);
      score.falseAlarms += Number(judgement.falseAlarm);
      score.missedDeaths += Number(judgement.missedDeath);
      score.missing += Number(explained === undefined);
      score.lookalikes += explained?.lookalikes.length ?? 0;
    }
    const answer = explained === undefined ? 'missing' : `${explained.outcome} ${explained.case ?? '-'}`;
    kind.answers.set(answer, (kind.answers.get(answer) ?? 0) + 1);
  }
  const endings = [...byEnding].map(([ending, { score, answers }]) => ({
    ending,
    ...score,
    answers: [...answers].sort(([, one], [, two]) => two - one),
  }));
  return {
    total,
    invented: invented.length,
    endings: endings.sort((one, two) => (one.ending < two.ending ? -1 : 1)),
  };
}

/** The summary for people: totals, then a confusion table. */
export function summaryText({ total, invented, endings }: Summary): string {
  const lines = [
    ['truth held', share(total.held, total.connections)],
    ['case named first', share(total.named, total.connections)],
    ['outcome right', share(total.outcomeRight, total.connections)],
    [
      'lookalikes per verdict',
      (total.lookalikes / Math.max(1, total.connections - total.missing)).toFixed(1),
    ],
    ['not dead, called failed', String(total.falseAlarms)],
    ['dead, called ok', String(total.missedDeaths)],
    ['not told of', String(total.missing)],
    ['told of, never made', String(invented)],
  ];
  const head = ['ending', 'made', 'held %', 'named %', 'outcome %'];
  const rows = endings.map((each) => [
    each.ending,
    String(each.connections),
    percent(each.held, each.connections),
    percent(each.named, each.connections),
    percent(each.outcomeRight, each.connections),
  ]);
  const answers = ['answers', ...endings.map((each) => answersText(each.answers))];
  const table = columns([head, ...rows])
    .trimEnd()
    .split('\n');
  return `${columns(lines)}\n${table.map((line, index) => `${line}  ${answers[index] ?? ''}\n`).join('')}`;
}

function answersText(answers: EndingScore['answers']): string {
  const shown = answers.slice(0, shownAnswers).map(([answer, times]) => `${answer} ${times}`);
  const others = answers.slice(shownAnswers).reduce((sum, [, times]) => sum + times, 0);
  return [...shown, ...(others === 0 ? [] : [`others ${others}`])].join(', ');
}

function emptyScore(): Score {
  return {
    connections: 0,
    held: 0,
    named: 0,
    outcomeRight: 0,
    falseAlarms: 0,
    missedDeaths: 0,
    missing: 0,
    lookalikes: 0,
  };
}

function percent(part: number, whole: number): string {
  return ((100 * part) / Math.max(1, whole)).toFixed(1);
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${percent(part, whole)} %)`;
}
