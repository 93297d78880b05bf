/** What a plot comes to, in words. */
import { bytesText, counted } from '@halfopen/explain';
import type { SequencePlot } from '@halfopen/timeline';

/** Whether one side began and sent nothing more: there is nothing to draw. */
export function isQuiet({ segments }: SequencePlot): boolean {
  return segments.marks.every((mark) => mark === 'syn');
}

export function plotText(plot: SequencePlot): string {
  const { sender, segments, resets, zeroWindows } = plot;
  if (isQuiet(plot)) {
    const sent = [
      ...(segments.events[0] === undefined ? [] : [segments.events[0].type]),
      ...(resets.some(({ by }) => by === sender) ? ['RST'] : []),
    ];
    return `${sender} sends nothing${sent.length === 0 ? '' : ` but ${sent.join(' and ')}`}`;
  }
  const end = segments.events.reduce((most, { seq, lengthBytes }) => Math.max(most, seq + lengthBytes), 1);
  const again = segments.marks.filter((mark) => mark === 'retransmission').length;
  const zero =
    zeroWindows.length === 0
      ? ''
      : `, the window was 0 ${zeroWindows.length === 1 ? 'once' : `${zeroWindows.length} times`}`;
  return `${sender} sends ${bytesText(end - 1)}${again === 0 ? '' : `, ${counted(again, 'segment')} again`}${zero}`;
}
