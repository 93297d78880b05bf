/**
 * One connection as a page: what became of it, who did it, what shows it, what else it may be, what to change. It fits on a
 * screen of 24 lines and 100 columns, so that nothing of it scrolls away; what is left out for that, jsonl has.
 */
import { describeCase, type Side } from '@halfopen/catalogue';
import {
  bytesText,
  type ConnectionRecord,
  spanText,
  callsText,
  certaintyTexts,
  endedByTexts,
  endText,
  framesText,
  grouped,
  outcomeTexts,
} from '@halfopen/explain';
import { mark, paint, type Style } from '../terminal/style.ts';
import { wrap } from '../terminal/text.ts';
import { fit, type LabelledLine, layOut, type Paragraph, type Section, type Spare } from './fit.ts';
import { outcomeMarks, vantageText, viewsText } from './words.ts';

const MOST_LINES = 24;
/** Narrower than this, lines break more often, and a screen that narrow is seldom low. */
const WIDE = 90;
const MOST_NARROW_LINES = 40;
const TEXT_WIDTH = 100;
const LABEL_WIDTH = 16;
/** Cases that are told apart in words; of the others the names must do. */
const MOST_PROOFS = 4;
const MOST_PROOF_LINES = 2;

const labels = {
  ended: 'ended by',
  connection: 'connection',
  client: 'client saw',
  server: 'server saw',
  captured: 'captured',
  evidence: 'evidence',
  alike: 'looks the same',
  hidden: 'may still hide',
  proofs: 'to tell apart',
  change: 'what to change',
  filter: 'in Wireshark',
  numbers: 'numbers',
} as const;

const spares: readonly Spare[] = [
  { label: labels.proofs, least: 3 },
  { label: labels.captured, least: 3, give: 'second' },
  { label: labels.filter, least: 1 },
  { label: labels.change, least: 2 },
  { label: labels.evidence, least: 5, give: 'second' },
  { label: labels.proofs, least: 2 },
  { label: labels.evidence, least: 3, give: 'second' },
  { label: labels.change, least: 1 },
  { label: labels.proofs, least: 1 },
  { label: labels.evidence, least: 2, give: 'second' },
  { label: labels.proofs, least: 0 },
  { label: labels.captured, least: 2, give: 'second' },
  { label: labels.evidence, least: 1, give: 'second' },
  { label: labels.captured, least: 1 },
];

function headline(style: Style, { outcome, verdict }: ConnectionRecord): string {
  const symbol = mark(style, outcomeMarks[outcome]);
  if (verdict.case === null) return `${symbol} ${paint(style, 'bold', outcome)}: ${outcomeTexts[outcome]}`;
  return `${symbol} ${paint(style, 'bold', `${outcome}: ${verdict.case}`)}, ${verdict.certainty} (${certaintyTexts[verdict.certainty]})`;
}

function endedText({ verdict, outcome, vantage, vantages, client, server }: ConnectionRecord): string {
  const { endedBy } = verdict;
  const end =
    endedBy === 'client' ? `, ${endText(client)}` : endedBy === 'server' ? `, ${endText(server)}` : '';
  const by =
    endedBy === 'nobody' && outcome === 'ok' ? 'nobody before its time' : `${endedByTexts[endedBy]}${end}`;
  return vantages === undefined ? `${by}; captured ${vantageText(vantage)}` : by;
}

function connectionText(record: ConnectionRecord): string {
  const { id, client, server, clientKnown, frames, durationNs, vantages } = record;
  const guess = clientKnown ? '' : ' (who is the client is a guess: its beginning was not captured)';
  const took = frames.count === 1 ? '' : ` in ${spanText(Number(durationNs))}`;
  // of several captures each has frame numbers of its own: they stand beside its name
  const span = vantages === undefined ? `, ${framesText(frames)}` : '';
  return `#${id} ${endText(client)} → ${endText(server)}${span}${took}${guess}`;
}

function sawText({ verdict }: ConnectionRecord, side: Side): string {
  const calls = verdict.apps[side];
  if (calls.length > 0) return callsText(calls);
  return verdict.case === null ? 'nothing unusual' : 'not to be told from these packets';
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.)]) (?=[A-Z`])/)[0] ?? text;
}

/** So many lines of a text and no more. */
function clipped(text: string, width: number, most: number): string {
  const lines = wrap(text, width);
  if (lines.length <= most) return text;
  return `${lines
    .slice(0, most)
    .join(' ')
    .slice(0, most * width - 2)
    .replace(/[\s,;:.]+\S*$/, '')} …`;
}

/** As many names as fit on two lines. */
function alikeText({ verdict }: ConnectionRecord, width: number): string {
  const { case: name, lookalikes } = verdict;
  const more = (left: number): string =>
    left === 0 ? '' : `, +${left}${name === null ? '' : `: halfopen cases ${name}`}`;
  const names = (shown: number): string =>
    `${lookalikes.slice(0, shown).join(', ')}${more(lookalikes.length - shown)}`;
  let shown = lookalikes.length;
  while (shown > 1 && wrap(names(shown), width).length > 2) shown -= 1;
  return names(shown);
}

/** How to tell the case from what looks the same. */
function proofs({ verdict }: ConnectionRecord, width: number): Paragraph[] {
  const { case: name, lookalikes } = verdict;
  if (name === null || lookalikes.length === 0) return [];
  return [name, ...lookalikes.slice(0, MOST_PROOFS - 1)].map((id) => ({
    text: clipped(`${id}: ${firstSentence(describeCase(id).provenBy)}`, width, MOST_PROOF_LINES),
  }));
}

function bothText(what: string, { client, server }: Readonly<Record<Side, number>>): string[] {
  if (client + server === 0) return [];
  const by = (['client', 'server'] as const).filter((side) => ({ client, server })[side] > 0);
  return by.map((side) => `${what} ${grouped({ client, server }[side])} by the ${side}`);
}

/** What there was of it; what there was not of is not told. */
function numbersText({ tcp, zeek, bytes }: ConnectionRecord): string {
  return [
    `${bytesText(bytes.client)} there, ${grouped(bytes.server)} back`,
    ...(tcp.rttMs === null ? [] : [`round trip ${tcp.rttMs} ms`]),
    ...bothText('sent again', tcp.retransmissions),
    ...bothText('window 0', tcp.zeroWindows),
    ...(tcp.keepAlives === 0 ? [] : [`keepalives ${grouped(tcp.keepAlives)}`]),
    ...(tcp.notCaptured === 0 ? [] : [`not captured ${grouped(tcp.notCaptured)}`]),
    ...(tcp.duplicateFrames === 0 ? [] : [`captured twice ${grouped(tcp.duplicateFrames)}`]),
    `Zeek ${zeek.connState} ${zeek.history}`,
  ].join(', ');
}

/** What holds captures against each other is what several are for. */
function evidenceOf({ verdict, vantages = [] }: ConnectionRecord): Paragraph[] {
  return verdict.evidence.map(({ frame, says, file }) => ({
    text: `frame ${frame}${file === undefined ? '' : ` of ${file}`}: ${says}`,
    dear: vantages.some((view) => says.includes(view.file)),
  }));
}

function line(label: string, text: string): Section {
  return { label, paragraphs: [{ text }] };
}

/** The filter; of several captures it is good for one, since frames have other numbers in the others. */
function filterLines({ filter, vantages = [] }: ConnectionRecord): Paragraph[] {
  const file = vantages.length < 2 ? [] : [{ text: `(in ${vantages[0]!.file})` }];
  return [{ text: filter, whole: true }, ...file];
}

function sectionsOf(record: ConnectionRecord, width: number): Section[] {
  const { verdict } = record;
  return [
    line(labels.ended, endedText(record)),
    line(labels.connection, connectionText(record)),
    line(labels.client, sawText(record, 'client')),
    line(labels.server, sawText(record, 'server')),
    { label: labels.captured, paragraphs: viewsText(record).map((text) => ({ text })) },
    { label: labels.evidence, paragraphs: evidenceOf(record) },
    {
      label: verdict.case === null ? labels.hidden : labels.alike,
      paragraphs: verdict.lookalikes.length === 0 ? [] : [{ text: alikeText(record, width) }],
    },
    { label: labels.proofs, paragraphs: proofs(record, width) },
    { label: labels.change, paragraphs: verdict.advice.map((text) => ({ text: `- ${text}` })) },
    { label: labels.filter, paragraphs: filterLines(record) },
    line(labels.numbers, numbersText(record)),
  ];
}

function painted(style: Style, { label, text }: LabelledLine): string {
  return `${paint(style, 'dim', label.padEnd(LABEL_WIDTH))}${text}`;
}

/** The page of one connection. */
export function connectionPage(style: Style, record: ConnectionRecord): string {
  const width = Math.min(style.width, TEXT_WIDTH);
  const beside = Math.max(20, width - LABEL_WIDTH);
  const summary = wrap(record.verdict.summary, width);
  const room = (style.width < WIDE ? MOST_NARROW_LINES : MOST_LINES) - 1 - summary.length - 1;
  const sections = fit(sectionsOf(record, beside), beside, room, spares);
  return [
    headline(style, record),
    ...summary,
    '',
    ...layOut(sections, beside).map((each) => painted(style, each)),
  ].join('\n');
}
