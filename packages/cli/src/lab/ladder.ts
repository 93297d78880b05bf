/** The ladder of one run: who is who, the drawing, what is behind it. */
import { type Booking, type RunResult, timelineOf } from '@halfopen/lab';
import { layoutLadder, mergeEvents, paintLadder } from '@halfopen/timeline';
import { type Style, mark, paint } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';
import { delayText, settingsOf, sourceOf } from './circumstances.ts';
import { runName } from './text.ts';

/** Prose is not stretched over a wide terminal. */
const TEXT_WIDTH = 110;

/** What became of the run, a line for each thing there is to say. */
function reasons(style: Style, { outcome, surprises }: RunResult): string[] {
  switch (outcome) {
    case 'as-expected':
      return [
        indent(
          'as expected: every call, packet, reset and counter is as the catalogue says',
          Math.min(style.width, TEXT_WIDTH),
          2,
          `${mark(style, 'good')} `,
        ),
      ];
    case 'surprised':
      return surprises.map((text) => `${mark(style, 'bad')} ${text}`);
    case 'skipped':
      return surprises.map((text) => `${mark(style, 'skipped')} skipped: ${text}`);
  }
}

/** Everything there is to see of a run, as text. */
export function ladderPage(style: Style, booking: Booking, result: RunResult): string {
  const { entry, record } = result;
  const width = Math.min(style.width, TEXT_WIDTH);
  const title = paint(style, 'bold', indent(`${runName(booking)}: ${entry.title}`, width, 0));
  if (record === null) return [title, ...reasons(style, result)].join('\n');
  const { client, server } = record;
  const about = entry.variants.find(({ name }) => name === result.variant)?.about ?? '';
  const ends = `client ${client.address}:${client.port}, server ${server.address}:${server.port}, ${delayText(record)}`;
  const ladder = paintLadder(layoutLadder(mergeEvents(timelineOf(record))), style);
  return [
    title,
    indent(about, width, 0),
    paint(style, 'dim', indent(`${ends}; ${sourceOf(record)}`, width, 0)),
    paint(style, 'dim', indent(settingsOf(result), width, 0)),
    '',
    ladder.trimEnd(),
    '',
    ...reasons(style, result),
  ].join('\n');
}
