import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type Address, interleave, Race, type RaceStep } from '../src/dial/race.ts';

const attempt = (index: number): RaceStep => ({ do: 'attempt', index });

function six(address: string): Address {
  return { address, family: 6 };
}

function four(address: string): Address {
  return { address, family: 4 };
}

describe('the order of addresses', () => {
  it('lets the families take turns, the first one first', () => {
    const mixed = [six('a'), six('b'), six('c'), four('1'), four('2')];
    expect(interleave(mixed).map(({ address }) => address)).toEqual(['a', '1', 'b', '2', 'c']);
    const others = [four('1'), six('a'), six('b'), six('c')];
    expect(interleave(others).map(({ address }) => address)).toEqual(['1', 'a', 'b', 'c']);
  });

  it('keeps every address and the order within each family', () => {
    const address = fc.record({ address: fc.string(), family: fc.constantFrom<4 | 6>(4, 6) });
    fc.assert(
      fc.property(fc.array(address), (addresses) => {
        const mixed = interleave(addresses);
        for (const family of [4, 6] as const)
          expect(mixed.filter((one) => one.family === family)).toEqual(
            addresses.filter((one) => one.family === family),
          );
      }),
    );
  });
});

describe('a race', () => {
  it('gives each attempt its head start and keeps the ones before', () => {
    const race = new Race(3, 250);
    expect(race.begin(0)).toEqual([attempt(0)]);
    expect(race.nextAt).toBe(250);
    expect(race.due(249)).toEqual([]);
    expect(race.due(250)).toEqual([attempt(1)]);
    expect(race.due(500)).toEqual([attempt(2)]);
    expect(race.nextAt).toBeNull();
    expect(race.connected(0)).toEqual([{ do: 'win', index: 0, losers: [1, 2] }]);
  });

  it('goes on at once when one fails, and counts the head start from there', () => {
    const race = new Race(3, 250);
    race.begin(0);
    expect(race.failed(0, 10)).toEqual([attempt(1)]);
    expect(race.nextAt).toBe(260);
    expect(race.failed(1, 20)).toEqual([attempt(2)]);
    expect(race.failed(2, 30)).toEqual([{ do: 'lose' }]);
  });

  it('is lost only when the last one running has failed', () => {
    const race = new Race(2, 250);
    race.begin(0);
    race.due(250);
    expect(race.failed(1, 300)).toEqual([]);
    expect(race.failed(0, 900)).toEqual([{ do: 'lose' }]);
  });

  it('is over once: nothing more comes of what happens later', () => {
    const race = new Race(3, 250);
    race.begin(0);
    race.due(250);
    race.connected(1);
    expect(race.nextAt).toBeNull();
    expect([...race.connected(0), ...race.failed(0, 600), ...race.due(600)]).toEqual([]);
  });

  it('tries every address once and has one end, whatever happens', () => {
    const happening = fc.record({
      what: fc.constantFrom<'due' | 'failed' | 'connected'>('due', 'failed', 'connected'),
      index: fc.nat(5),
      afterMs: fc.nat(400),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(happening), (count, happenings) => {
        const race = new Race(count, 250);
        const steps = [...race.begin(0)];
        let now = 0;
        for (const { what, index, afterMs } of happenings) {
          now += afterMs;
          if (what === 'due') steps.push(...race.due(now));
          else if (what === 'failed') steps.push(...race.failed(index, now));
          else steps.push(...race.connected(index));
        }
        const begun = steps.flatMap((step) => (step.do === 'attempt' ? [step.index] : []));
        expect(begun).toEqual(begun.map((_, place) => place));
        const ends = steps.filter((step) => step.do !== 'attempt');
        expect(ends.length).toBeLessThanOrEqual(1);
        if (ends.length === 1) expect(steps.at(-1)).toBe(ends[0]);
      }),
    );
  });
});
