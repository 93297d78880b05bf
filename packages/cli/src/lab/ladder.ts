/** The ladder of one run: who is who, the drawing, what is behind it. */
import type { Booking, RunResult } from '@halfopen/lab';
import { timelineOf } from '@halfopen/lab';
import { layoutLadder, mergeEvents, paintLadder } from '@halfopen/timeline';
import { type Style, mark, paint } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';
import { runName } from './text.ts';

const NS_PER_MS = 1e6;
/** Prose is not stretched over a wide terminal. */
const TEXT_WIDTH = 110;

/** Everything there is to see of a run, as text. */
export function ladderPage(style: Style, booking: Booking, result: RunResult): string {
  const { entry, record, outcome, surprises } = result;
  const width = Math.min(style.width, TEXT_WIDTH);
  const title = paint(style, 'bold', indent(`${runName(booking)}: ${entry.title}`, width, 0));
  if (record === null) return title;
  const { client, server, delayNs, kernel } = record;
  const about = entry.variants.find(({ name }) => name === result.variant)?.about ?? '';
  const ends = `client ${client.address}:${client.port}, server ${server.address}:${server.port}, ${delayNs / NS_PER_MS} ms each way`;
  const source =
    kernel === null ? 'states by asking the kernel every 4 ms' : 'states and resets from the kernel trace';
  const ladder = paintLadder(layoutLadder(mergeEvents(timelineOf(record))), style);
  const verdict =
    outcome === 'as-expected'
      ? `${mark(style, 'good')} as expected: every call, packet, reset and counter is as the catalogue says`
      : surprises.map((text) => `${mark(style, 'bad')} ${text}`).join('\n');
  return [
    title,
    indent(about, width, 0),
    paint(style, 'dim', indent(`${ends}; ${source}`, width, 0)),
    '',
    ladder.trimEnd(),
    '',
    verdict,
  ].join('\n');
}
