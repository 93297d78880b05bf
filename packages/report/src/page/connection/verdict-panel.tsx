/** The answer for one connection, in words. */
import { caseNames, type Side } from '@halfopen/catalogue';
import {
  bytesText,
  callsText,
  certaintyTexts,
  type ConnectionRecord,
  endedByTexts,
  endText,
  framesText,
  grouped,
  outcomeTexts,
  spanText,
  type VantageRecord,
} from '@halfopen/explain';
import type { TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import type { ReportRun } from '../../document/document.ts';
import { eventsCited } from '../evidence.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Prose } from '../parts/prose.tsx';
import { dateText, endsText, outcomeSigns } from '../words.ts';

const places: Readonly<Record<VantageRecord['at'], string>> = {
  client: 'at or near the client',
  middle: 'between the two',
  server: 'at or near the server',
  unknown: 'who knows where',
};

const reasons: Readonly<Record<VantageRecord['how'], string>> = {
  given: ' (as told)',
  ttl: ' (by TTL)',
  timing: ' (by timing)',
  offload: ' (by segment size)',
  nothing: '',
};

function Row({
  name,
  children,
}: {
  readonly name: string;
  readonly children: JSX.Element | string;
}): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function sawText({ verdict, outcome }: ConnectionRecord, side: Side): string {
  const calls = verdict.apps[side];
  if (calls.length > 0) return callsText(calls);
  return verdict.case === null && outcome === 'ok' ? 'nothing unusual' : 'not to be told from these packets';
}

function bySide(what: string, of: Readonly<Record<Side, number>>): string[] {
  return (['client', 'server'] as const)
    .filter((side) => of[side] > 0)
    .map((side) => `${what} ${grouped(of[side])} by the ${side}`);
}

function numbersText({ bytes, tcp, zeek }: ConnectionRecord): string {
  return [
    `${bytesText(bytes.client)} there, ${grouped(bytes.server)} back`,
    ...(tcp.rttMs === null ? [] : [`round trip ${tcp.rttMs} ms`]),
    ...bySide('sent again', tcp.retransmissions),
    ...bySide('window 0', tcp.zeroWindows),
    ...(tcp.keepAlives === 0 ? [] : [`keepalives ${grouped(tcp.keepAlives)}`]),
    ...(tcp.notCaptured === 0 ? [] : [`not captured ${grouped(tcp.notCaptured)}`]),
    `Zeek ${zeek.connState} ${zeek.history}`,
  ].join(', ');
}

/** How far a capture's clock is from that of the first; empty: they agree, or nothing tells. */
function clockText(aheadNs: number): string {
  if (!(Math.abs(aheadNs) > 0)) return '';
  return `, its clock ${spanText(Math.abs(aheadNs))} ${aheadNs > 0 ? 'ahead of' : 'behind'} that of the first`;
}

function Views({ vantage, vantages }: ConnectionRecord): JSX.Element {
  if (vantages === undefined)
    return (
      <>
        {places[vantage.at]}
        {reasons[vantage.how]}
      </>
    );
  return (
    <ul>
      {vantages.map((view, index) => (
        <li key={view.file}>
          {view.file}: {places[view.at]}
          {reasons[view.how]}
          {index === 0
            ? ''
            : clockText(Number(view.clockOffsetNs ?? NaN) - Number(vantages[0]!.clockOffsetNs ?? NaN))}
        </li>
      ))}
    </ul>
  );
}

/** What the lab made, which nobody needs to conclude from packets. */
function Run({
  run,
  verdict,
}: {
  readonly run: ReportRun;
  readonly verdict: ConnectionRecord['verdict'];
}): JSX.Element {
  const truth = (run.name.split('/')[0] ?? '') as keyof typeof caseNames;
  const isAmong = verdict.lookalikes.includes(truth);
  return (
    <details class="run" open>
      <summary>
        What really happened: {run.name}, {run.outcome}
      </summary>
      <p>
        {caseNames[truth]}.{' '}
        {verdict.case === truth
          ? 'Explain says so, too, from the packets alone.'
          : isAmong
            ? 'The packets alone do not show that: explain names it among the cases that leave the same ones.'
            : ''}
      </p>
      {run.about === '' ? null : <p>{run.about}</p>}
      <ul>
        {[...run.surprises, ...run.circumstances].map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </details>
  );
}

export function VerdictPanel({
  record,
  run,
  events,
  onSelect,
  onPoint,
}: {
  readonly record: ConnectionRecord;
  readonly run: ReportRun | null;
  readonly events: readonly TimelineEvent[];
  readonly onSelect: (event: TimelineEvent) => void;
  /** Somebody points at a piece of evidence; `null`: not any more. */
  readonly onPoint: (event: TimelineEvent | null) => void;
}): JSX.Element {
  const { verdict, outcome } = record;
  const cited = new Map(eventsCited(record, events).map(([event, evidence]) => [evidence, event]));
  const { endedBy } = verdict;
  return (
    <section class={`verdict outcome ${outcome}`} aria-labelledby="verdict">
      <h2 id="verdict">
        <span class="sign" aria-hidden="true">
          {outcomeSigns[outcome]}
        </span>{' '}
        {outcome}
        {verdict.case === null ? '' : `: ${verdict.case}`}
      </h2>
      {verdict.case === null ? (
        <p class="dim">{outcomeTexts[outcome]}</p>
      ) : (
        <p class="dim">
          <b>{verdict.certainty}</b>: {certaintyTexts[verdict.certainty]}
        </p>
      )}
      <p class="summary">{verdict.summary}</p>
      {run === null ? null : <Run run={run} verdict={verdict} />}
      <dl class="facts">
        <Row name="ended by">
          <>
            {endedByTexts[endedBy]}
            {endedBy === 'client' || endedBy === 'server' ? `, ${endText(record[endedBy])}` : ''}
          </>
        </Row>
        <Row name="client saw">{sawText(record, 'client')}</Row>
        <Row name="server saw">{sawText(record, 'server')}</Row>
      </dl>
      {verdict.evidence.length === 0 ? null : (
        <>
          <h3>Evidence</h3>
          <ol class="evidence">
            {verdict.evidence.map((evidence) => {
              const event = cited.get(evidence);
              const where = `frame ${evidence.frame}${evidence.file === undefined ? '' : ` of ${evidence.file}`}`;
              return (
                <li
                  key={`${where} ${evidence.says}`}
                  onMouseEnter={() => onPoint(event ?? null)}
                  onMouseLeave={() => onPoint(null)}
                >
                  {event === undefined ? (
                    <b>{where}</b>
                  ) : (
                    <button class="link" onClick={() => onSelect(event)}>
                      {where}
                    </button>
                  )}
                  : {evidence.says}
                </li>
              );
            })}
          </ol>
        </>
      )}
      {verdict.advice.length === 0 ? null : (
        <>
          <h3>What to change</h3>
          <ul>
            {verdict.advice.map((each) => (
              <li key={each}>
                <Prose text={each} />
              </li>
            ))}
          </ul>
        </>
      )}
      {verdict.lookalikes.length === 0 ? null : (
        <details open={verdict.certainty === 'possible'}>
          <summary>
            {verdict.case === null ? 'May still hide' : 'Leaves the same packets'}:{' '}
            {verdict.lookalikes.length} {verdict.lookalikes.length === 1 ? 'case' : 'cases'}
          </summary>
          <ul>
            {verdict.lookalikes.map((name) => (
              <li key={name}>
                <b>{name}</b>: {caseNames[name]}
              </li>
            ))}
          </ul>
          {verdict.settle === '' ? null : (
            <>
              <h4>To tell apart</h4>
              <p>
                <Prose text={verdict.settle} />
              </p>
            </>
          )}
        </details>
      )}
      <details>
        <summary>The connection in numbers</summary>
        <dl class="facts">
          <Row name="ends">{endsText(record)}</Row>
          <Row name="began">{dateText(Number(record.startNs))}</Row>
          <Row name="lasted">{spanText(Number(record.durationNs))}</Row>
          <Row name="packets">{framesText(record.frames)}</Row>
          <Row name="captured">{<Views {...record} />}</Row>
          <Row name="numbers">{numbersText(record)}</Row>
          {record.clientKnown ? null : (
            <Row name="client">Who is the client is a guess: the beginning was not captured.</Row>
          )}
        </dl>
      </details>
      <p>
        <CopyButton text={record.filter} name="Copy Wireshark filter" />
      </p>
    </section>
  );
}
