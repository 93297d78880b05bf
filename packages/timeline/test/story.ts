/** Builds event lists as a run in the lab would give them: 10 ms each way, a router in the middle, times in ms. */
import type { IcmpKind, SegmentKind, Side, TcpState } from '@halfopen/catalogue';
import type { CallEvent, KernelEvent, PacketEvent, TimelineEvent } from '../src/index.ts';

/** Time of flight in ms, and to the router. */
export const flightMs = 10.08;
const halfwayMs = 5.04;

export interface PacketMore {
  length?: number;
  seq?: number;
  ack?: number | null;
  window?: number;
  again?: number;
  lost?: 'before the router' | 'after the router' | 'somewhere';
  to?: Side;
}

export interface Story {
  readonly events: TimelineEvent[];
  packet(from: Side | 'middle', type: SegmentKind | IcmpKind, atMs: number, more?: PacketMore): number;
  call(side: Side, call: string, args: string, atMs: number, result: string, tookMs?: number | null): void;
  state(side: Side, state: TcpState, atMs: number, how?: 'observed' | 'inferred'): void;
  kernel(side: Side, event: KernelEvent['event'], detail: string, atMs: number): void;
  fault(at: Side | 'middle', what: string, atMs: number): void;
  /** The three segments that open a connection, with the calls and states around them. Ends at about 31 ms. */
  opening(): void;
}

export function ns(ms: number): number {
  return Math.round(ms * 1e6);
}

export function tell(): Story {
  const events: TimelineEvent[] = [];
  const story: Story = {
    events,
    packet(from, type, atMs, more = {}) {
      const fromRouter = from === 'middle';
      const flight = fromRouter ? halfwayMs : flightMs;
      const passed = fromRouter || more.lost === 'before the router' || more.lost === 'somewhere';
      const event: PacketEvent = {
        kind: 'packet',
        from,
        to: more.to ?? (from === 'client' ? 'server' : 'client'),
        type,
        atNs: ns(atMs),
        middleNs: passed ? null : ns(atMs + halfwayMs),
        arrivedNs: more.lost === undefined ? ns(atMs + flight) : null,
        seq: more.seq ?? 1,
        ack: more.ack === undefined ? 1 : more.ack,
        lengthBytes: more.length ?? 0,
        windowBytes: more.window ?? (type === 'RST-P' || type === 'RST-S' ? 0 : 64256),
        retransmission: more.again ?? 0,
        frames: {},
      };
      events.push(event);
      return atMs + flight;
    },
    call(side, call, args, atMs, result, tookMs = 0.03) {
      const returnedNs = tookMs === null ? null : ns(atMs + tookMs);
      const event: CallEvent = {
        kind: 'call',
        side,
        program: side,
        call,
        args,
        atNs: ns(atMs),
        returnedNs,
        result,
        how: 'observed',
      };
      events.push(event);
    },
    state(side, state, atMs, how = 'observed') {
      events.push({ kind: 'state', side, atNs: ns(atMs), state, how });
    },
    kernel(side, event, detail, atMs) {
      events.push({ kind: 'kernel', side, atNs: ns(atMs), event, detail });
    },
    fault(at, what, atMs) {
      events.push({ kind: 'fault', at, atNs: ns(atMs), what });
    },
    opening() {
      story.call('server', 'accept', '', 1.2, '0', 29.2);
      story.call('client', 'connect', '10.7.0.130:8080', 0, '0', 20.34);
      story.state('client', 'SYN-SENT', 0.02);
      story.packet('client', 'SYN', 0.04, { seq: 0, ack: null });
      story.state('server', 'SYN-RECEIVED', 10.12, 'inferred');
      story.packet('server', 'SYN-ACK', 10.15, { seq: 0 });
      story.state('client', 'ESTABLISHED', 20.24);
      story.packet('client', 'HANDSHAKE-ACK', 20.25);
      story.state('server', 'ESTABLISHED', 30.34);
    },
  };
  return story;
}
