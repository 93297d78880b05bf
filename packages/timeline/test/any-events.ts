/** Arbitrary events: whatever a capture, a program or a clock may do. */
import type { SegmentKind, Side, TcpState } from '@halfopen/catalogue';
import fc from 'fast-check';
import type { CallEvent, TimelineEvent } from '../src/index.ts';

const side = fc.constantFrom<Side>('client', 'server');
const place = fc.constantFrom<Side | 'middle'>('client', 'middle', 'server');
/** Few distinct times make ties and crossings; now and then a huge one. */
const atNs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }).map((ms) => ms * 1_000_000) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2_000_000_000 }) },
  { weight: 1, arbitrary: fc.maxSafeNat() },
);
const later = fc.option(atNs, { nil: null });
/** Any text, printable or not. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"x"', '28 bytes'),
);
const result = fc.oneof(
  fc.constantFrom(
    '0',
    '28',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ready IN|OUT',
    'timeout',
    'blocked',
    'killed SIGPIPE',
  ),
  text,
);

/** One event. */
export const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('packet' as const),
      from: place,
      to: side,
      type: fc.constantFrom<SegmentKind | 'ICMP-FRAGMENTATION-NEEDED'>(
        'SYN',
        'SYN-ACK',
        'HANDSHAKE-ACK',
        'DATA',
        'ACK',
        'FIN',
        'KEEPALIVE',
        'RST-A',
        'RST-P',
        'RST-S',
        'ICMP-FRAGMENTATION-NEEDED',
      ),
      atNs,
      middleNs: later,
      arrivedNs: later,
      seq: fc.nat(),
      ack: fc.option(fc.nat(), { nil: null }),
      lengthBytes: fc.nat(),
      windowBytes: fc.constantFrom(0, 64256),
      retransmission: fc.nat(20),
      frames: fc.constant({}),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      side,
      program: fc.oneof(side, text),
      call: fc.constantFrom(
        'connect',
        'accept',
        'send',
        'recv',
        'poll',
        'close',
        'getsockopt',
        'exit',
        'a'.repeat(90),
      ),
      args: text,
      atNs,
      returnedNs: later,
      result,
      how: fc.constantFrom<CallEvent['how']>('observed', 'inferred'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      side,
      atNs,
      state: fc.constantFrom<TcpState>('SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'TIME-WAIT', 'CLOSED'),
      how: fc.constantFrom('observed' as const, 'inferred' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('kernel' as const),
      side,
      atNs,
      event: fc.constantFrom('send_reset' as const, 'receive_reset' as const, 'error_report' as const),
      detail: fc.oneof(fc.constantFrom('TCP_INVALID_ACK_SEQUENCE', 'ETIMEDOUT'), text),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fault' as const), at: place, atNs, what: text }) },
);

/** The events of one connection, in any order. */
export const events: fc.Arbitrary<TimelineEvent[]> = fc.array(event, { maxLength: 60 });
