import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, type Place, placeOf, start, tabs } from '../src/page/place.ts';

const place: fc.Arbitrary<Place> = fc.record({
  connection: fc.option(fc.nat(), { nil: null }),
  tab: fc.constantFrom(...tabs),
  event: fc.option(fc.nat(), { nil: null }),
  trueScale: fc.boolean(),
  filter: fc.string({ unit: 'grapheme' }),
  sort: fc.constantFrom('', 'bytes', '-client'),
  beside: fc.option(fc.nat(), { nil: null }),
});

describe('a place in the address', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(place, (each) => {
        expect(placeOf(`#${hashOf(each)}`)).toEqual(each);
      }),
    );
  });

  it('is short where nothing was chosen', () => {
    expect(hashOf(start)).toBe('');
    expect(hashOf({ ...start, connection: 3, event: 12 })).toBe('connection=3&event=12');
  });

  it('comes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { tab, connection } = placeOf(text);
        expect(tabs).toContain(tab);
        expect(connection === null || connection >= 0).toBe(true);
      }),
    );
    expect(placeOf('#connection=-1&event=1e9&view=x')).toEqual(start);
  });
});
