import type { Comparison } from '../comparison.ts';
import { firstTime } from '../journeys.ts';
import type { Place } from '../places.ts';
import type { Clue } from './clue.ts';

function clientAt({ main }: Place): string {
  const { record } = main!.sighting;
  const { address, port } = main!.flipped ? record.server : record.client;
  return `${address}:${port}`;
}

/** The outermost places that saw the connection. */
function outermost({ places }: Comparison): readonly [Place, Place] | null {
  const seen = places.filter(({ main }) => main !== null);
  return seen.length < 2 ? null : [seen[0]!, seen.at(-1)!];
}

/** The client has another address at the server: something translates between the captures. */
export const translated: Clue = {
  excludes: [],
  favours: ['nat-idle-drop', 'nat-idle-reset', 'nat-idle-loose', 'nat-idle-leak'],
  find: (comparison) => {
    const ends = outermost(comparison);
    if (ends === null) return null;
    const [near, far] = ends;
    const [before, after] = [clientAt(near), clientAt(far)];
    const [journey] = comparison.journeys;
    if (before === after || journey === undefined) return null;
    return {
      shown: true,
      says: `${before} is translated to ${after} on the way`,
      evidence: [
        {
          journey,
          says: `from ${before} in ${near.file}, from ${after} in ${far.file}: address translation`,
        },
      ],
    };
  },
};

/** The client has the same address at both ends: nothing translates, so nothing can forget to. */
export const notTranslated: Clue = {
  excludes: ['nat-idle-leak', 'nat-idle-loose'],
  favours: [],
  find: (comparison) => {
    const ends = outermost(comparison);
    if (ends === null || ends[0].vantage.at !== 'client' || ends[1].vantage.at !== 'server') return null;
    return clientAt(ends[0]) === clientAt(ends[1]) ? { shown: true, says: '', evidence: [] } : null;
  },
};

/** After a time of silence segments arrive with the address that the client has at home. */
export const leaked: Clue = {
  excludes: [],
  favours: ['nat-idle-leak'],
  settles: true,
  find: (comparison) => {
    const index = comparison.places.findIndex(({ leaks }) => leaks.length > 0);
    if (index < 0) return null;
    const place = comparison.places[index]!;
    const { record } = place.leaks[0]!.sighting;
    const { address, port } = place.leaks[0]!.flipped ? record.server : record.client;
    const journey = comparison.journeys.find(({ seen }) => seen[index]?.packet.frame === record.frames.first);
    const says = `a segment reaches ${place.file} from ${address}:${port}, untranslated`;
    return {
      shown: true,
      says,
      evidence: journey === undefined || firstTime(journey) === Infinity ? [] : [{ journey, says }],
    };
  },
};
