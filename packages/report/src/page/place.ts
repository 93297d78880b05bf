/** Where somebody is in the page: kept in the address after #, so that a link leads to the same packet. */
import { useEffect, useState } from 'preact/hooks';

/** The ways to look at one connection. */
export const tabs = ['ladder', 'plot', 'table'] as const;
export type Tab = (typeof tabs)[number];

export interface Place {
  /** Id of the connection; `null`: the overview. */
  readonly connection: number | null;
  readonly tab: Tab;
  /** Position of the selected event in the diagram; `null`: none. */
  readonly event: number | null;
  /** Whether equal times are equally high. */
  readonly trueScale: boolean;
  readonly filter: string;
  /** A column's name, `-` before it: descending; empty: worst first. */
  readonly sort: string;
  /** Id of the connection it is compared with; `null`: nothing is compared. */
  readonly beside: number | null;
}

export const start: Place = {
  connection: null,
  tab: 'ladder',
  event: null,
  trueScale: false,
  filter: '',
  sort: '',
  beside: null,
};

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Whatever stands after the #, a place comes of it. */
export function placeOf(hash: string): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    connection: whole(words.get('connection')),
    tab: tabs.find((tab) => tab === words.get('view')) ?? start.tab,
    event: whole(words.get('event')),
    trueScale: words.get('scale') === 'true',
    filter: words.get('filter') ?? '',
    sort: words.get('sort') ?? '',
    beside: whole(words.get('beside')),
  };
}

/** What stands after the # for a place; what is as at the start is left out. */
export function hashOf({ connection, tab, event, trueScale, filter, sort, beside }: Place): string {
  const words = new URLSearchParams();
  if (connection !== null) words.set('connection', String(connection));
  if (tab !== start.tab) words.set('view', tab);
  if (event !== null) words.set('event', String(event));
  if (trueScale) words.set('scale', 'true');
  if (filter !== '') words.set('filter', filter);
  if (sort !== '') words.set('sort', sort);
  if (beside !== null) words.set('beside', String(beside));
  return words.toString();
}

/** Changes the place. */
export type Go = (change: Partial<Place>) => void;

/** The place, and how to leave it. A step to another connection can be gone back; a step within one can't. */
export function usePlace(): readonly [Place, Go] {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = (): void => setPlace(placeOf(location.hash));
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener('hashchange', follow);
    };
  }, []);
  const go: Go = (change) =>
    setPlace((from) => {
      const to = { ...from, ...change };
      const hash = hashOf(to);
      const url = hash === '' ? location.pathname + location.search : `#${hash}`;
      if (to.connection === from.connection && to.beside === from.beside) history.replaceState(null, '', url);
      else history.pushState(null, '', url);
      return to;
    });
  return [place, go];
}
