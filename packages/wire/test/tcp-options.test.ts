import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TcpOptionSpec } from '../src/emit/tcp-options.ts';
import { tcpOptionBytes } from '../src/emit/tcp-options.ts';
import { TcpOptions } from '../src/frame/tcp-options.ts';
import { tcpOptions } from './arbitraries.ts';

function decoded(bytes: Uint8Array | readonly number[], captured: number = bytes.length): TcpOptions {
  const options = new TcpOptions();
  options.decode(Uint8Array.from(bytes), 0, bytes.length, captured);
  return options;
}

/** What a specification must come back as. */
function expected(specs: readonly TcpOptionSpec[]): Record<string, unknown> {
  const facts: Record<string, unknown> = {
    mss: -1,
    windowScale: -1,
    sackPermitted: false,
    sackBlocks: 0,
    hasTimestamps: false,
    timestampValue: 0,
    timestampEcho: 0,
    fastOpenCookieLength: -1,
    problem: null,
  };
  for (const spec of specs) {
    if (spec.kind === 'mss') facts['mss'] = spec.bytes;
    if (spec.kind === 'window-scale') facts['windowScale'] = spec.shift;
    if (spec.kind === 'sack-permitted') facts['sackPermitted'] = true;
    if (spec.kind === 'sack') facts['sackBlocks'] = spec.blocks.length;
    if (spec.kind === 'fast-open') facts['fastOpenCookieLength'] = spec.cookie.length;
    if (spec.kind === 'timestamps') {
      Object.assign(facts, { hasTimestamps: true, timestampValue: spec.value, timestampEcho: spec.echo });
    }
  }
  return facts;
}

describe('TCP options', () => {
  it('are decoded as they were built', () => {
    fc.assert(
      fc.property(tcpOptions, (specs) => {
        const options = decoded(tcpOptionBytes(specs));
        expect(options).toMatchObject(expected(specs));
        for (const spec of specs) {
          if (spec.kind !== 'sack') continue;
          const blocks = spec.blocks.map((_, index) => ({
            left: options.sackLeft(index),
            right: options.sackRight(index),
          }));
          expect(blocks).toEqual(spec.blocks);
        }
      }),
    );
  });

  it('have the kinds of their RFCs', () => {
    expect(decoded([2, 4, 5, 180, 4, 2, 1, 3, 3, 7]).problem).toBeNull();
    expect(decoded([2, 4, 5, 180, 4, 2, 1, 3, 3, 7])).toMatchObject(
      expected([
        { kind: 'mss', bytes: 1460 },
        { kind: 'sack-permitted' },
        { kind: 'window-scale', shift: 7 },
      ]),
    );
    expect(decoded([8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 34, 2])).toMatchObject({
      timestampValue: 1,
      timestampEcho: 2,
      fastOpenCookieLength: 0,
    });
    const sack = decoded([1, 1, 5, 10, 0, 0, 0, 1, 0xff, 0, 0, 2]);
    expect([sack.sackBlocks, sack.sackLeft(0), sack.sackRight(0)]).toEqual([1, 1, 0xff000002]);
  });

  it('end at the end-of-options mark', () => {
    expect(decoded([0, 2, 4, 5, 180])).toMatchObject({ mss: -1, problem: null });
  });

  it.each([
    ['a length of 0', [1, 3, 0, 7]],
    ['a length of 1', [1, 3, 1, 7]],
    ['a length beyond the header', [2, 4, 5, 180, 8, 10, 0, 0]],
    ['a lone kind at the end', [2, 4, 5, 180, 1, 1, 1, 3]],
    ['an MSS of another length', [2, 3, 5, 1]],
    ['SACK blocks cut in half', [5, 6, 0, 0, 0, 1, 1, 1]],
    ['SACK without blocks', [5, 2, 1, 1]],
  ])('with %s say so', (_, bytes) => {
    expect(decoded(bytes).problem).toBe('bad-option-length');
  });

  it('keep what came before the trouble', () => {
    expect(decoded([2, 4, 5, 180, 8, 10, 0, 0]).mss).toBe(1460);
  });

  it('that were not wholly captured are decoded as far as they go', () => {
    const bytes = tcpOptionBytes([
      { kind: 'mss', bytes: 1460 },
      { kind: 'timestamps', value: 1, echo: 2 },
    ]);
    for (let captured = 0; captured < 14; captured += 1) {
      expect(decoded(bytes, captured)).toMatchObject({
        mss: captured < 4 ? -1 : 1460,
        hasTimestamps: false,
        problem: 'truncated-options',
      });
    }
    expect(decoded(bytes, -5).problem).toBe('truncated-options');
  });

  it('have no SACK block beyond the last', () => {
    const options = decoded(tcpOptionBytes([{ kind: 'sack', blocks: [{ left: 1, right: 2 }] }]));
    expect(options.sackRight(0)).toBe(2);
    expect(() => options.sackLeft(1)).toThrow(RangeError);
    expect(() => options.sackLeft(-1)).toThrow(RangeError);
  });

  it('do not fit beyond 40 bytes', () => {
    expect(tcpOptionBytes([{ kind: 'raw', bytes: new Uint8Array(39) }])).toHaveLength(40);
    expect(() => tcpOptionBytes([{ kind: 'raw', bytes: new Uint8Array(41) }])).toThrow(RangeError);
  });
});
