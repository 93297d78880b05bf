/** Whatever happens on the way, every captured frame is told once, and every byte as often as it was sent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PacketEvent } from '@halfopen/timeline';
import { Path, type Saying } from './support/two-captures.ts';

interface Said {
  readonly from: 'client' | 'server';
  readonly saying: Saying;
  readonly waitMs: number;
}

const payloads: fc.Arbitrary<Saying> = fc.constantFrom<Saying>(
  {},
  { payload: 600 },
  { payload: 600 },
  { payload: 2400, cutInto: 4 },
  { payload: 2400, joinedFrom: 3 },
  { payload: 2400, cutInto: 4, lostParts: [1, 2] },
  { payload: 2400, cutInto: 2, lostParts: [0] },
);

const said: fc.Arbitrary<Said> = fc.record({
  from: fc.constantFrom('client', 'server'),
  saying: fc
    .tuple(payloads, fc.constantFrom<Saying>({}, {}, {}, { lost: true }, { lost: 'behind' }))
    .map(([what, fate]) => (what.lostParts === undefined ? { ...what, ...fate } : what)),
  waitMs: fc.integer({ min: 0, max: 50 }),
});

const talks = fc.record({
  talk: fc.array(said, { maxLength: 25 }),
  version: fc.constantFrom(4 as const, 6 as const),
  serverClockMs: fc.integer({ min: -1e7, max: 1e7 }),
  order: fc.constantFrom(['client', 'server'] as const, ['client', 'middle', 'server'] as const),
});

/** So many frames of a saying there are at each place. */
interface Frames {
  readonly client: number;
  readonly middle: number;
  readonly server: number;
}

function framesOf({ from, saying }: Said): Frames {
  const { cutInto = 1, joinedFrom = 1, lostParts = [], lost = false } = saying;
  const far = lost === false ? cutInto - lostParts.length : 0;
  const middle = lost === true ? 0 : Math.max(cutInto, joinedFrom);
  return from === 'client'
    ? { client: joinedFrom, middle, server: far }
    : { client: far, middle, server: joinedFrom };
}

/** So many events it takes: as many as segments left, or as there are pieces of one of which some were lost. */
function eventsOf({ from, saying }: Said, hasMiddle: boolean): number {
  const { cutInto = 1, joinedFrom = 1, lostParts = [] } = saying;
  if (lostParts.length === 0) return joinedFrom;
  // what is missing side by side is one piece, unless the capture before has it in pieces
  const missing = hasMiddle && from === 'server' ? lostParts.length : 1;
  return cutInto - lostParts.length + missing;
}

function bytesFrom(side: Said['from'], items: readonly Said[]): number {
  return sum(items.filter(({ from }) => from === side).map(({ saying }) => saying.payload ?? 0));
}

function pathOf(talk: readonly Said[], options: ConstructorParameters<typeof Path>[0]): Path {
  const path = new Path(options).handshake();
  for (const { from, saying, waitMs } of talk) path.wait(waitMs)[from === 'client' ? 'c' : 's']('A', saying);
  return path;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

describe('the packets of any talk', () => {
  it('hold every captured frame once, but for what was cut or joined, and every byte as often as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(talks, async ({ talk, version, serverClockMs, order }) => {
        const packets = await pathOf(talk, { version, serverClockMs }).packets({
          order,
          ranThroughout: true,
        });
        const hasMiddle = order.length === 3;
        expect(packets).toHaveLength(3 + sum(talk.map((each) => eventsOf(each, hasMiddle))));
        for (const at of order) {
          const named = packets.flatMap(({ frames }) => frames[at] ?? []);
          const captured = 3 + sum(talk.map((each) => framesOf(each)[at]));
          const merged = sum(talk.map((each) => mergedAt(each, at)));
          expect(new Set(named).size).toBe(captured - merged);
          const shared = sum(talk.map((each) => sharedAt(each, at, hasMiddle)));
          expect(named.length).toBe(captured - merged + shared);
        }
        for (const side of ['client', 'server'] as const) {
          const own = packets.filter(({ from }) => from === side);
          expect(sum(own.map(({ lengthBytes }) => lengthBytes))).toBe(bytesFrom(side, talk));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leave, pass and arrive in this order, and arrive exactly when they do', async () => {
    await fc.assert(
      fc.asyncProperty(talks, async ({ talk, version, serverClockMs, order }) => {
        const whole = talk.filter(
          ({ saying }) => saying.cutInto === undefined && saying.joinedFrom === undefined,
        );
        const packets = await pathOf(whole, { version, serverClockMs }).packets({
          order,
          ranThroughout: true,
        });
        for (const packet of packets) expectInOrder(packet);
        const lost = packets.slice(3).map(({ arrivedNs }) => arrivedNs === null);
        expect(lost).toEqual(whole.map(({ saying }) => saying.lost !== undefined));
        expect(packets.map(({ atNs }) => atNs)).toEqual(
          packets.map(({ atNs }) => atNs).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 100 },
    );
  });
});

/** Parts that are told of as one segment: those that a card cut after it had left. */
function mergedAt({ from, saying }: Said, at: keyof Frames): number {
  const { cutInto = 1, lostParts = [], lost = false } = saying;
  if (lostParts.length > 0) return at === 'middle' && from === 'client' ? lostParts.length - 1 : 0;
  if (at === from) return 0;
  if (at === 'middle') return lost === true ? 0 : cutInto - 1;
  return lost === false ? cutInto - 1 : 0;
}

/** How many further events name a frame: of one that was joined, or taken apart since some of it was lost. */
function sharedAt(each: Said, at: keyof Frames, hasMiddle: boolean): number {
  const { joinedFrom = 1, lostParts = [], lost = false } = each.saying;
  if (lostParts.length > 0) return at === each.from ? eventsOf(each, hasMiddle) - 1 : 0;
  const far = each.from === 'client' ? 'server' : 'client';
  return at === far && lost === false ? joinedFrom - 1 : 0;
}

function expectInOrder({ atNs, middleNs, arrivedNs }: PacketEvent): void {
  const times = [atNs, middleNs, arrivedNs].filter((ns) => ns !== null);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
}
