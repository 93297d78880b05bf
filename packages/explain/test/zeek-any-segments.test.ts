import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zeekConnState } from '../src/zeek/conn-state.ts';
import { resetZeekEndpoint, zeekEndpointFields } from '../src/zeek/endpoint.ts';
import { openZeek } from '../src/zeek/roles.ts';
import { zeekSegment } from '../src/zeek/segment.ts';
import { blankEndpoint } from './zeek-talk.ts';

const states = ['S0', 'S1', 'SF', 'REJ', 'S2', 'S3', 'RSTO', 'RSTR', 'RSTOS0', 'RSTRH', 'SH', 'SHR', 'OTH'];

const near = fc.integer({ min: -40, max: 40 });
const number = fc.oneof(near, near, fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }));
const segment = fc.record({
  fromFirst: fc.boolean(),
  flags: fc.integer({ min: 0, max: 0x1f }),
  seq: number,
  ack: number,
  payload: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 0xffff })),
  cut: fc.boolean(),
  window: fc.integer({ min: 0, max: 2 }),
});
const ports = fc.tuple(fc.constantFrom(80, 443, 5000), fc.constantFrom(80, 443, 5000));

describe('zeekSegment with any segments', () => {
  it('keeps whole 32-bit numbers, lets the history only grow and always comes to a state', () => {
    fc.assert(
      fc.property(
        ports,
        fc.array(segment, { minLength: 1, maxLength: 40 }),
        ([source, destination], segments) => {
          const first = blankEndpoint();
          const second = blankEndpoint();
          let history = openZeek(first, second, segments[0]!.flags, source, destination);
          for (const { fromFirst, flags, seq, ack, payload, cut, window } of segments) {
            const [sender, receiver] = fromFirst ? [first, second] : [second, first];
            const before = history;
            const captured = cut ? payload >> 1 : payload;
            history = zeekSegment(sender, receiver, flags, seq, ack, payload, captured, window, before);
            // the one exception: a SYN-ACK that turns out to be the responder's
            expect(history.startsWith(before === 'H' && history.startsWith('^h') ? '^h' : before)).toBe(true);
            expect(history.length - before.length).toBeLessThan(12);
            expect(history).toMatch(/^[SHADFRITWGQ^]*$/i);
            expect(states).toContain(zeekConnState(first, second, history));
            expect(first.originator + second.originator).toBe(1);
            for (const end of [first, second]) {
              for (const field of zeekEndpointFields) expect(end[field] | 0).toBe(end[field]);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes sequence numbers signed or unsigned', () => {
    const histories = [(n: number): number => n | 0, (n: number): number => n >>> 0].map((as) => {
      const [client, server] = [blankEndpoint(), blankEndpoint()];
      let history = openZeek(client, server, 2, 40_000, 9000);
      history = zeekSegment(client, server, 0x02, as(-2), as(0), 0, 0, 9, history);
      history = zeekSegment(server, client, 0x12, as(-1), as(-1), 0, 0, 9, history);
      history = zeekSegment(client, server, 0x18, as(-1), as(0), 5, 5, 9, history);
      history = zeekSegment(server, client, 0x10, as(0), as(4), 0, 0, 9, history);
      return history;
    });
    expect(histories).toEqual(['ShDa', 'ShDa']);
  });
});

describe('zeekEndpointFields', () => {
  it('names each field once; a reset clears them', () => {
    const endpoint = blankEndpoint();
    zeekEndpointFields.forEach((field, at) => (endpoint[field] = at + 1));
    expect(new Set(Object.values(endpoint)).size).toBe(zeekEndpointFields.length);
    resetZeekEndpoint(endpoint);
    expect(endpoint).toEqual(blankEndpoint());
  });
});
