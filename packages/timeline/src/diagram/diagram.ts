/** The diagram as a whole, and how it is asked for. */
import type { TimelineEvent } from '../events.ts';
import type { DiagramItem } from './geometry.ts';

/**
 * Which time stands at which height: monotone, and linear between moments. Times are relative to each pane's origin. What happens
 * at one and the same time can take several lines: they all stand for that time, and `yOf` gives the first.
 */
export interface Axis {
  /** First and last moment; both 0 without events. */
  readonly fromNs: number;
  readonly toNs: number;
  /** Height of a time; that of the first or last moment for times outside. */
  readonly yOf: (ns: number) => number;
  /** The time that stands at a height, not rounded. */
  readonly nsAt: (y: number) => number;
}

/** `elastic`: each moment takes the room its labels need, and silence is shortened. `true`: equal times are equally high. */
export type DiagramScale = 'elastic' | 'true';

/** How a diagram is laid out. */
export interface DiagramOptions {
  /** For each pane the event time that is time zero there, e.g. of its first SYN. Default 0: the axis shows event times. */
  readonly originsNs?: readonly number[];
  /** Default `elastic`. */
  readonly scale?: DiagramScale;
  /** Nothing for longer than this is a gap, in milliseconds. Default 150; `null`: never. */
  readonly idleMs?: number | null;
  /** Least distance of labels in one column, in px. Default 20. */
  readonly lineHeight?: number;
  /** Labels of calls, states and the kernel have lines of their own, across the pane: all labels of a pane share one column. Default `false`. */
  readonly narrow?: boolean;
  /** In true scale the diagram is no higher than this. Default 12,000. */
  readonly mostPx?: number;
}

/** The geometry of one connection, or of several side by side. */
export interface Diagram {
  readonly axis: Axis;
  readonly scale: DiagramScale;
  readonly narrow: boolean;
  readonly lineHeight: number;
  /** How many panes stand side by side. */
  readonly panes: number;
  /** Height of everything, with half a line and more free above and below. */
  readonly heightPx: number;
  /** Every item, in the order in which a reader goes through them: downwards, and at one height causes first. */
  readonly order: readonly DiagramItem[];
  /** What touches the stretch between two heights, both included, by `top`. Labels reach half a line beyond: ask for that much more. */
  readonly itemsWithin: (yTop: number, yBottom: number) => readonly DiagramItem[];
  /** The item of an event. */
  readonly itemOf: (event: TimelineEvent) => DiagramItem | undefined;
}

/** What is in one slice of a diagram. Packets count where they leave, a gap in each slice it touches. */
export interface MinimapSlice {
  readonly fromClient: number;
  readonly fromServer: number;
  readonly fromMiddle: number;
  readonly resets: number;
  readonly retransmissions: number;
  readonly losses: number;
  readonly faults: number;
  readonly gaps: number;
}

/** What a sender had on its way right after a packet left, as it knew it then. */
export interface InFlight {
  /** Payload sent and not acknowledged. */
  readonly bytes: number;
  /** What the peer last advertised, as far as it had reached the sender; `null`: nothing yet. */
  readonly windowBytes: number | null;
  /** `zero`: the peer takes nothing. `full`: all that the window allows is on its way. */
  readonly window: 'open' | 'zero' | 'full';
}
