/** The packets of one connection, drawn. */
import { type ConnectionRecord, inferredStates, counted } from '@halfopen/explain';
import { layoutLadder, paintLadder } from '@halfopen/timeline';
import { paint, type Style } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';

/** Packets of a connection that are kept for its drawing. */
export const mostPackets = 2000;

const NOTE =
  'Drawn from one capture: every packet stands where it was captured, and whether it arrived is not known. States follow from the packets.';
const TEXT_WIDTH = 110;

/** The ladder of a connection whose packets were kept. */
export function connectionLadder(style: Style, { packets = [], frames }: ConnectionRecord): string {
  const ladder = paintLadder(
    layoutLadder([...packets, ...inferredStates(packets)], { frames: true }),
    style,
  ).trimEnd();
  const width = Math.min(style.width, TEXT_WIDTH);
  const cut =
    packets.length < mostPackets
      ? ''
      : ` Only the first ${packets.length} of ${counted(frames.count, 'packet')} are drawn.`;
  return `${ladder}\n\n${paint(style, 'dim', indent(`${NOTE}${cut}`, width, 0))}`;
}
