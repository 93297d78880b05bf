/** Captures that saw nothing of a connection, although packets of it would pass them: what they lack is evidence too. */
import type { VantageRecord } from '../record.ts';
import type { Place } from './places.ts';
import type { Gathered } from './sighting.ts';

const rank: Readonly<Record<VantageRecord['at'], number>> = { client: 0, middle: 1, unknown: 1, server: 2 };

/** Finds, for every connection, the captures that should have seen it. */
export class Witnesses {
  readonly #captures: readonly Gathered[];
  /** For a server and a capture: where the capture stood when it saw other connections of that server. */
  readonly #known = new Map<string, VantageRecord>();

  constructor(captures: readonly Gathered[], groups: readonly (readonly Place[])[]) {
    this.#captures = captures;
    for (const places of groups) {
      if (places.length < 2) continue;
      for (const { capture, vantage, main } of places)
        this.#known.set(this.#name(main!.sighting.record.server.address, capture), vantage);
    }
  }

  /** The places, with those between and beyond that saw nothing. */
  among(places: readonly Place[]): readonly Place[] {
    const all = [...places];
    for (const [capture, { file, given }] of this.#captures.entries()) {
      if (places.some((place) => place.capture === capture)) continue;
      const vantage = this.#vantageOf(places, capture, given);
      if (vantage === null || vantage.at === 'unknown') continue;
      const { at } = vantage;
      const taken = all.some((place) => rank[place.vantage.at] === rank[at]);
      if (taken) continue;
      const index = all.findIndex((place) => rank[place.vantage.at] > rank[at]);
      const place: Place = {
        capture,
        file,
        main: null,
        leaks: [],
        passings: [],
        errors: [],
        dropped: 0,
        vantage,
        judgeFrom: [at],
      };
      all.splice(index < 0 ? all.length : index, 0, place);
    }
    return all;
  }

  #vantageOf(places: readonly Place[], capture: number, given: Gathered['given']): VantageRecord | null {
    if (given !== null && places.every(({ vantage }) => vantage.how === 'given'))
      return { at: given, how: 'given' };
    const { address } = places[0]!.main!.sighting.record.server;
    return this.#known.get(this.#name(address, capture)) ?? null;
  }

  #name(server: string, capture: number): string {
    return `${capture} ${server}`;
  }
}
