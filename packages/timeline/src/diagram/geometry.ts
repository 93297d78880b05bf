/**
 * What a diagram is made of: for each event one item, with its heights in px and its lane. No x, no widths, no colours and no
 * text, so that a page can paint just the items in sight.
 *
 *      client-state   client-calls          wire           server-calls   server-state
 *
 *                       ┬ connect
 *      ┬ SYN-SENT       │              ──── SYN ──╮
 *      │                │                         ╰──▶                    ┬ SYN-RECEIVED
 *      │                │              ╭─ SYN-ACK ────                    │
 *      │                │          ◀───╯                                  │
 *      ┴ ESTABLISHED    ┴ 0
 *
 * Down the picture time never runs backwards. Panes stand side by side and share one axis.
 */
import type { Side } from '@halfopen/catalogue';
import type { CallEvent, FaultEvent, KernelEvent, PacketEvent, StateEvent } from '../events.ts';
import type { Loss } from '../ladder/geometry.ts';

/** From left to right within a pane. */
export type Lane = 'client-state' | 'client-calls' | 'wire' | 'server-calls' | 'server-state';

/** Where a text stands: it takes a line's height, half of it above `y`. */
export interface Label {
  readonly y: number;
  /** There is no room for the text (in true scale only). */
  readonly crowded: boolean;
}

interface ItemOfEvent {
  /** Position in `Diagram.order`. */
  readonly index: number;
  /** Position of the pane. */
  readonly pane: number;
  /** Least and greatest height of the item, those of its labels' middles included. */
  readonly top: number;
  readonly bottom: number;
  readonly label: Label;
}

/** A packet, across the wire lane. Level where departure and arrival are one moment, as in a capture made at one place. */
export interface ArrowItem extends ItemOfEvent {
  readonly kind: 'arrow';
  readonly event: PacketEvent;
  readonly from: Side | 'middle';
  readonly to: Side;
  /** Departure. Its label stands here, at the sender's end. */
  readonly y1: number;
  /** Arrival, which a clock that runs behind can put above `y1`; of a lost packet where it ends: a bit further down, as nobody knows when, and above where the next one to that side does. */
  readonly y2: number;
  /** Where it passed the router, of a lost packet not below its end; `null`: not known. */
  readonly middleY: number | null;
  readonly loss: Loss | null;
  /** Of a retransmission the arrow that first carried the same bytes, SYN or FIN; `null`: not a retransmission, or not in sight. */
  readonly firstSent: ArrowItem | null;
}

/** A call, from entry to return. */
export interface CallItem extends ItemOfEvent {
  readonly kind: 'call';
  readonly event: CallEvent;
  readonly lane: 'client-calls' | 'server-calls';
  readonly y1: number;
  /** Return; the end of the diagram if it never did. */
  readonly y2: number;
  readonly returned: boolean;
  /** A second label, for the result, if so much happened in between that the first is out of sight. */
  readonly returnLabel: Label | null;
  /** Calls of one side that overlap stand beside each other: 0 is the nearest to the wire, 3 the last. */
  readonly track: number;
}

/** The time that an end spends in one state. */
export interface StateItem extends ItemOfEvent {
  readonly kind: 'state';
  readonly event: StateEvent;
  readonly lane: 'client-state' | 'server-state';
  readonly y1: number;
  /** The side's next change, or the end of the diagram. */
  readonly y2: number;
}

/** A word of the kernel's. */
export interface KernelItem extends ItemOfEvent {
  readonly kind: 'kernel';
  readonly event: KernelEvent;
  readonly lane: 'client-calls' | 'server-calls';
  readonly y: number;
}

/** A line across its pane. */
export interface FaultItem extends ItemOfEvent {
  readonly kind: 'fault';
  readonly event: FaultEvent;
  readonly y: number;
}

/** What ended a silence, where that is evident: a timer of the kernel's. A keepalive into a zero window (`inFlightOf`) is a window probe. */
export interface GapEnd {
  readonly kind: 'retransmission' | 'keepalive';
  readonly event: PacketEvent;
  readonly pane: number;
  /** Which retransmission of these bytes, or which keepalive with this sequence number, from 1. */
  readonly number: number;
  /** Since the same was last sent; `null`: that is not in sight. */
  readonly sinceNs: number | null;
}

/** Time in which nothing happened in any pane, and no packet was on its way, but those that take longer than a second. */
export interface GapItem extends Omit<ItemOfEvent, 'pane'> {
  readonly kind: 'gap';
  readonly event: null;
  readonly pane: null;
  /** The last moment before. */
  readonly y1: number;
  /** The first moment after. */
  readonly y2: number;
  readonly durationNs: number;
  readonly end: GapEnd | null;
}

export type DiagramItem = ArrowItem | CallItem | StateItem | KernelItem | FaultItem | GapItem;
