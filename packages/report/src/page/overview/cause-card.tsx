/** One cause: what it is, who did it, how sure that is, what to change, and the connections. */
import { caseNames } from '@halfopen/catalogue';
import { certaintyTexts, counted, endedByTexts } from '@halfopen/explain';
import type { JSX } from 'preact';
import type { Cause } from '../../library/causes.ts';
import type { Library } from '../../library/library.ts';
import { Prose } from '../parts/prose.tsx';
import type { Go } from '../place.ts';
import { outcomeSigns } from '../words.ts';

export function CauseCard({
  library,
  cause: { name, outcome, count, example },
  go,
  onList,
}: {
  readonly library: Library;
  readonly cause: Cause;
  readonly go: Go;
  /** Shows the connections that pass a filter. */
  readonly onList: (filter: string) => void;
}): JSX.Element {
  const verdict = library.examples.get(example)?.verdict;
  const id = library.rows.id[example]!;
  return (
    <article class={`cause outcome ${outcome}`}>
      <h4>
        <span class="sign" aria-hidden="true">
          {outcomeSigns[outcome]}
        </span>{' '}
        {name ?? `${outcome}: no case of the catalogue`}
        <span class="times">{counted(count, 'connection')}</span>
      </h4>
      <p>{name === null ? '' : caseNames[name]}</p>
      {verdict === undefined ? null : (
        <dl>
          <dt>ended by</dt>
          <dd>{endedByTexts[verdict.endedBy]}</dd>
          <dt>how sure</dt>
          <dd>
            {verdict.certainty}: {certaintyTexts[verdict.certainty]}
          </dd>
          {verdict.advice.length === 0 ? null : (
            <>
              <dt>change</dt>
              <dd>
                <Prose text={verdict.advice[0]!} />
              </dd>
            </>
          )}
        </dl>
      )}
      <p class="actions">
        <button onClick={() => go({ connection: id, event: null })}>
          {count === 1 ? 'Look at it' : 'Look at one of them'}
        </button>
        {count === 1 ? null : (
          <button onClick={() => onList(`case ${name ?? 'none'} outcome ${outcome}`)}>List them all</button>
        )}
      </p>
    </article>
  );
}
