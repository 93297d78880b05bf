/** From packets to the time-sequence plot of one direction. */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent, TimelineEvent } from '../events.ts';
import { isIcmp, isReset } from '../ladder/cause.ts';
import { boundsOf } from './bounds.ts';
import type {
  PlotReset,
  PlotSegments,
  PlotSteps,
  SegmentMark,
  SequencePlot,
  ZeroWindow,
} from './geometry.ts';

/** Plots what one side sent, and what of the other's answers reached it. The events may come in any order. */
export function sequencePlot(events: readonly TimelineEvent[], sender: Side): SequencePlot {
  const packets = events.filter((event): event is PacketEvent => event.kind === 'packet' && !isIcmp(event));
  const sent = packets.filter(({ from }) => from === sender).sort((a, b) => a.atNs - b.atNs);
  const heard = packets
    .filter((packet) => packet.from !== sender && (packet.arrivedNs !== null || isReset(packet)))
    .sort((a, b) => heardNs(a) - heardNs(b));
  const segments = segmentsOf(sent.filter(takesSequence));
  const answers = answersOf(heard);
  const resets = sent
    .filter(isReset)
    .map((event): PlotReset => ({ atNs: event.atNs, seq: event.seq, by: sender, event }))
    .concat(answers.resets)
    .sort((a, b) => a.atNs - b.atNs);
  const { steps, zeroWindows } = answers;
  return {
    sender,
    segments,
    steps,
    resets,
    zeroWindows,
    bounds: boundsOf({ segments, steps, resets }),
    highestEdge: steps.edge.reduce((a, b) => Math.max(a, b), 0),
  };
}

function heardNs({ arrivedNs, atNs }: PacketEvent): number {
  return arrivedNs ?? atNs;
}

function takesSequence(packet: PacketEvent): boolean {
  return !isReset(packet) && (packet.lengthBytes > 0 || markOf(packet) !== 'data');
}

function markOf({ type, lengthBytes, retransmission }: PacketEvent): SegmentMark {
  if (type === 'KEEPALIVE') return 'probe';
  const takesSeq = lengthBytes > 0 || type === 'SYN' || type === 'SYN-ACK' || type === 'FIN';
  if (retransmission > 0 && takesSeq) return 'retransmission';
  if (type === 'FIN') return 'fin';
  return type === 'SYN' || type === 'SYN-ACK' ? 'syn' : 'data';
}

function segmentsOf(events: readonly PacketEvent[]): PlotSegments {
  return {
    atNs: Float64Array.from(events, ({ atNs }) => atNs),
    fromSeq: Float64Array.from(events, ({ seq }) => seq),
    toSeq: Float64Array.from(events, ({ seq, type, lengthBytes }) => {
      const takesOneMore = type === 'SYN' || type === 'SYN-ACK' || type === 'FIN';
      return seq + lengthBytes + (takesOneMore ? 1 : 0);
    }),
    marks: events.map(markOf),
    lost: Uint8Array.from(events, ({ arrivedNs }) => (arrivedNs === null ? 1 : 0)),
    events,
  };
}

/** What the sender learns from the other side's packets. */
function answersOf(heard: readonly PacketEvent[]): Pick<SequencePlot, 'steps' | 'resets' | 'zeroWindows'> {
  const told: PacketEvent[] = [];
  const resets: PlotReset[] = [];
  const zeroWindows: ZeroWindow[] = [];
  let highest = -Infinity;
  let closed: ZeroWindow | null = null;
  for (const event of heard) {
    const { from: by, ack, windowBytes } = event;
    const atNs = heardNs(event);
    if (isReset(event)) {
      resets.push({ atNs, seq: Math.max(0, highest), by: by === 'client' ? by : 'server', event });
    } else if (ack !== null && ack >= highest) {
      highest = ack;
      told.push(event);
      if (windowBytes === 0) {
        closed ??= { fromNs: atNs, toNs: null, seq: ack };
      } else if (closed !== null) {
        zeroWindows.push({ ...closed, toNs: atNs });
        closed = null;
      }
    }
  }
  if (closed !== null) zeroWindows.push(closed);
  const steps: PlotSteps = {
    atNs: Float64Array.from(told, heardNs),
    ack: Float64Array.from(told, ({ ack }) => ack ?? 0),
    edge: Float64Array.from(told, ({ ack, windowBytes }) => (ack ?? 0) + windowBytes),
    events: told,
  };
  return { steps, resets, zeroWindows };
}
