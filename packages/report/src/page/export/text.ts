/** A document as text, to be pasted into a ticket. */
import { callsText, certaintyTexts, endedByTexts, outcomeTexts } from '@halfopen/explain';
import { inFlightOf, layoutDiagram, type PacketEvent } from '@halfopen/timeline';
import type { ReportConnection, ReportDocument } from '../../document/document.ts';
import { eventText, gapForms, isInferred, numbersText, whoText } from '../event-words.ts';
import { endsText, outcomeSigns, secondsText } from '../words.ts';

/** A ticket has no use for more lines. */
const MOST_EVENTS = 400;

/** Where evidence finds it: `frame 7`, or of several captures `frame 7 client, 6 server`. */
function frameText({ frames }: PacketEvent): string {
  const all = Object.entries(frames);
  const [only] = all;
  if (only === undefined) return '';
  return `frame ${all.length === 1 ? only[1] : all.map(([place, frame]) => `${frame} ${place}`).join(', ')}`;
}

function eventLines({ story }: ReportConnection): readonly string[] {
  if (story === null) return [];
  const items = layoutDiagram([story.events]).order;
  const flights = inFlightOf(story.events);
  const lines = items.slice(0, MOST_EVENTS).map((item) => {
    if (item.event === null) return `           ... ${gapForms(item, flights)[0]}`;
    const { event } = item;
    const inferred = isInferred(event) ? ' (inferred)' : '';
    const words = [
      `${eventText(event, flights)}${inferred}`,
      ...(event.kind === 'packet' ? [numbersText(event), frameText(event)] : []),
    ];
    return `${secondsText(event.atNs).padStart(10)}  ${whoText(event).padEnd(16)} ${words.filter((each) => each !== '').join(', ')}`;
  });
  const left = items.length - lines.length;
  const missing =
    story.gap === undefined
      ? []
      : [`           ${story.gap.packets} packets after ${secondsText(story.gap.afterNs)} s are not told`];
  return ['', ...missing, ...lines, ...(left > 0 ? [`           ${left} more`] : [])];
}

function connectionLines(connection: ReportConnection): readonly string[] {
  const { record, run } = connection;
  const { verdict, outcome } = record;
  const name =
    verdict.case === null
      ? `${outcome}: ${outcomeTexts[outcome]}`
      : `${outcome}: ${verdict.case}, ${verdict.certainty} (${certaintyTexts[verdict.certainty]})`;
  const saw = (['client', 'server'] as const).flatMap((side) =>
    verdict.apps[side].length === 0 ? [] : [`${side} saw: ${callsText(verdict.apps[side])}`],
  );
  return [
    `${outcomeSigns[outcome]} ${name}`,
    verdict.summary,
    `#${record.id} ${endsText(record)}${run === null ? '' : `, ${run.name} in the lab`}`,
    `ended by: ${endedByTexts[verdict.endedBy]}`,
    ...saw,
    ...verdict.evidence.map(
      ({ frame, file, says }) => `frame ${frame}${file === undefined ? '' : ` of ${file}`}: ${says}`,
    ),
    ...(verdict.lookalikes.length === 0 ? [] : [`leaves the same packets: ${verdict.lookalikes.join(', ')}`]),
    ...verdict.advice.map((each) => `- ${each}`),
    ...eventLines(connection),
  ];
}

export function textOf({ connections, summary, version }: ReportDocument): string {
  const parts = connections.map((each) => connectionLines(each).join('\n'));
  const head = `${summary.failed} of ${summary.connections} connections failed (halfopen ${version})`;
  return `${[head, ...parts].join('\n\n')}\n`;
}
