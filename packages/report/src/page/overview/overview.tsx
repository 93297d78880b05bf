/** The first screen: how many connections, how many failed, of what; and all of them as a table. */
import { counted, grouped, outcomes, outcomeTexts } from '@halfopen/explain';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Library } from '../../library/library.ts';
import type { Go, Place } from '../place.ts';
import { outcomeSigns } from '../words.ts';
import { causesOf } from '../../library/causes.ts';
import { CauseCard } from './cause-card.tsx';
import { ConnectionTable } from './connection-table.tsx';
import type { List } from './use-list.ts';

/** So many causes are told in full. */
const MOST_CARDS = 6;

function headline(library: Library): string {
  if (library.runNames !== undefined) return counted(library.runNames.length, 'run') + ' of the lab';
  const { summary, sources } = library.head;
  const { connections, failed } = summary;
  if (connections === 0) {
    const frames = sources.reduce((sum, { capture }) => sum + capture.frames, 0);
    return frames === 0 ? 'The capture is empty' : `No TCP connection in ${counted(frames, 'frame')}`;
  }
  if (failed === 0)
    return connections === 1
      ? 'The connection did not fail'
      : `None of ${grouped(connections)} connections failed`;
  if (connections === 1) return 'The connection failed';
  return `${grouped(failed)} of ${grouped(connections)} connections failed`;
}

export function Overview({
  library,
  list,
  place,
  go,
}: {
  readonly library: Library;
  readonly list: List;
  readonly place: Place;
  readonly go: Go;
}): JSX.Element {
  const causes = useMemo(() => causesOf(library.rows), [library]);
  const { summary } = library.head;
  const choose = (filter: string): void => {
    go({ filter });
    document.getElementById('connections')?.scrollIntoView({ block: 'start' });
  };
  const shown = causes.slice(0, MOST_CARDS);
  return (
    <div class="overview">
      <section aria-labelledby="headline">
        <h2 id="headline">{headline(library)}</h2>
        <ul class="counts">
          {outcomes.map((outcome) => (
            <li key={outcome} class={`outcome ${outcome}`} title={outcomeTexts[outcome]}>
              <button
                disabled={summary[outcome] === 0}
                aria-pressed={place.filter === `outcome ${outcome}`}
                onClick={() => choose(place.filter === `outcome ${outcome}` ? '' : `outcome ${outcome}`)}
              >
                <b>{grouped(summary[outcome])}</b> <span aria-hidden="true">{outcomeSigns[outcome]}</span>{' '}
                {outcome}
              </button>
            </li>
          ))}
        </ul>
        {library.runNames === undefined ? null : (
          <p class="dim">
            Each row is one: what was made to happen, and what explain says of it from the packets alone. Many
            cases leave the same packets; inside stands what really happened.
          </p>
        )}
        {summary.of === undefined ? null : (
          <p class="dim">Chosen from {counted(summary.of, 'connection')}.</p>
        )}
        {summary.connections === library.rows.count ? null : (
          <p class="dim">
            {grouped(library.rows.count)} of {grouped(summary.connections)} are in this page, the worst ones.
          </p>
        )}
      </section>
      {causes.length === 0 || library.runNames !== undefined ? null : (
        <section aria-labelledby="causes">
          <h3 id="causes">{summary.failed > 0 ? 'What went wrong' : 'What is not over, or can’t be told'}</h3>
          <div class="causes">
            {shown.map((cause) => (
              <CauseCard
                key={`${cause.outcome} ${cause.name}`}
                library={library}
                cause={cause}
                go={go}
                onList={choose}
              />
            ))}
          </div>
          {causes.length > shown.length ? (
            <p class="dim">
              {counted(causes.length - shown.length, 'further cause')}:{' '}
              {causes.slice(shown.length).map(({ name, count, outcome }, index) => (
                <span key={`${outcome} ${name}`}>
                  {index === 0 ? '' : ', '}
                  <button class="link" onClick={() => choose(`case ${name ?? 'none'} outcome ${outcome}`)}>
                    {name ?? 'no known case'}
                  </button>{' '}
                  ({grouped(count)})
                </span>
              ))}
            </p>
          ) : null}
        </section>
      )}
      {library.rows.count === 0 ? null : (
        <ConnectionTable library={library} list={list} place={place} go={go} />
      )}
    </div>
  );
}
