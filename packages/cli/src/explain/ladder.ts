/** The packets of one connection, drawn. */
import { type ConnectionRecord, counted, grouped, inferredStates, vantageOfFile } from '@halfopen/explain';
import { layoutLadder, paintLadder } from '@halfopen/timeline';
import { mostPackets } from './job.ts';
import { paint, type Style } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';

const FROM_ONE =
  'Drawn from one capture: every packet stands where it was captured, and whether it arrived is not known.';
const RAN = 'which ran then as far as anything shows.';
const STATES = 'States follow from the packets.';
const TEXT_WIDTH = 110;

/** What the drawing rests on. */
function sourceText(record: ConnectionRecord): string {
  const { vantages = [], packets = [] } = record;
  const lost = packets.some(({ arrivedNs }) => arrivedNs === null);
  // of what one capture saw, others that saw nothing of it may show that it was lost
  if (vantages.length < 2) return lost ? `Drawn from one capture. Lost: not in the others, ${RAN}` : FROM_ONE;
  const frames = vantages.flatMap(({ file }) => {
    const at = vantageOfFile(record, file);
    return at === null ? [] : [`#${at[0]} in ${file}`];
  });
  const unseen = (['client', 'server'] as const).filter((side) => vantages.every(({ at }) => at !== side));
  return [
    `Drawn from ${counted(vantages.length, 'capture')} on one clock: a packet leaves and arrives when they saw it.`,
    `Frames: ${frames.join(', ')}.`,
    ...(lost ? [`Lost: not in the next capture, ${RAN}`] : []),
    ...(unseen.length === 0 ? [] : [`Whether packets reached the ${unseen.join(' or the ')} is not known.`]),
  ].join(' ');
}

function cutText({ packets = [], frames, vantages = [] }: ConnectionRecord): string {
  if (vantages.length > 1) {
    const cut = vantages.some((view) => view.frames > mostPackets);
    return cut ? `Only the first ${grouped(mostPackets)} packets of each capture are drawn.` : '';
  }
  return packets.length < mostPackets
    ? ''
    : `Only the first ${packets.length} of ${counted(frames.count, 'packet')} are drawn.`;
}

/** The ladder of a connection whose packets were kept. */
export function connectionLadder(style: Style, record: ConnectionRecord): string {
  const { packets = [] } = record;
  const ladder = paintLadder(
    layoutLadder([...packets, ...inferredStates(packets)], { frames: true }),
    style,
  ).trimEnd();
  const width = Math.min(style.width, TEXT_WIDTH);
  const note = [sourceText(record), STATES, cutText(record)].filter((text) => text !== '').join(' ');
  return `${ladder}\n\n${paint(style, 'dim', indent(note, width, 0))}`;
}
