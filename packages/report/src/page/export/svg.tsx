/** The ladder of a connection as a picture that stands by itself. */
import { endText } from '@halfopen/explain';
import { inFlightOf, layoutDiagram } from '@halfopen/timeline';
import { render } from 'preact';
import type { ReportDocument } from '../../document/document.ts';
import { evidenceOf } from '../evidence.ts';
import { longestCalls } from '../event-words.ts';
import { lanesOf } from '../ladder/lanes.ts';
import { Picture } from '../ladder/picture.tsx';
import { baseName } from '../names.ts';
import { inlineStyle } from './inline-style.ts';
import { endsText } from '../words.ts';

const WIDTH_PX = 1100;
const HEAD_PX = 60;
const LINE_PX = 18;
/** Viewers give up on what is higher. */
const MOST_PX = 30_000;
const namespace = 'http://www.w3.org/2000/svg';

const LEGEND =
  '◆ evidence · thick, red: reset · dashed: sent again · dotted: window 0 · × lost · italic, dashed bar: inferred from packets · grey band: silence, shortened';

function element(kind: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(namespace, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

function text(content: string, x: number, y: number, anchor = 'start'): SVGElement {
  const made = element('text', { x, y, 'text-anchor': anchor });
  made.textContent = content;
  return made;
}

/** Of the first connection. */
export function svgOf({ version, sources, connections }: ReportDocument): string {
  const { record, story, run } = connections[0]!;
  if (story === null) throw new Error('The packets of this connection are not in the report.');
  const diagram = layoutDiagram([story.events]);
  const to = Math.ceil(Math.min(MOST_PX, diagram.heightPx));
  const lanes = lanesOf(0, WIDTH_PX, false, longestCalls(story.events));
  const holder = document.createElement('div');
  holder.hidden = true;
  render(
    <Picture
      diagram={diagram}
      lanes={[lanes]}
      flights={inFlightOf(story.events)}
      evidence={evidenceOf(record, story.events)}
      selected={null}
      from={0}
      to={to}
      width={WIDTH_PX}
    />,
    holder,
  );
  const svg = holder.querySelector('svg')!;
  svg.removeAttribute('aria-hidden');
  const origin = [
    `halfopen ${version}`,
    ...(run === null ? [] : [run.name]),
    ...sources.map(
      ({ capture, sha256 }) => `${baseName(capture.file)}${sha256 === null ? '' : ` SHA-256 ${sha256}`}`,
    ),
  ];
  const height = HEAD_PX + to + LINE_PX * (origin.length + 2);
  const { verdict, outcome } = record;
  const title = `${outcome}${verdict.case === null ? '' : `: ${verdict.case}, ${verdict.certainty}`}. ${endsText(record)}`;
  for (const [name, value] of Object.entries({
    xmlns: namespace,
    height,
    viewBox: `0 ${-HEAD_PX} ${WIDTH_PX} ${height}`,
  }))
    svg.setAttribute(name, String(value));
  svg.prepend(
    element('rect', { y: -HEAD_PX, width: WIDTH_PX, height, fill: '#fff' }),
    text(title, 8, -40),
    text(`client ${endText(record.client)}`, lanes.client, -14, 'middle'),
    text(`server ${endText(record.server)}`, lanes.server, -14, 'middle'),
  );
  svg.append(...[LEGEND, ...origin].map((line, at) => text(line, 8, to + LINE_PX * (at + 1.5))));
  document.body.append(holder);
  inlineStyle(svg);
  const serialised = new XMLSerializer().serializeToString(svg);
  holder.remove();
  render(null, holder);
  return serialised;
}
