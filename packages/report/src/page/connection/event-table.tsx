/** The events as a table: the same content for whoever does not look at pictures. */
import { grouped } from '@halfopen/explain';
import type { TimelineEvent } from '@halfopen/timeline';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Evidence } from '../evidence.ts';
import { eventText, isInferred, numbersText, whoText } from '../event-words.ts';
import type { Flights } from '../ladder/words.tsx';
import { secondsText } from '../words.ts';

/** So many rows at first, and more on demand: a table of a hundred thousand is of no use to anybody. */
const ROWS = 500;

function numbersOf(event: TimelineEvent): string {
  if (event.kind !== 'packet') return '';
  const frames = Object.entries(event.frames).map(([place, frame]) => `${place} ${frame}`);
  return [numbersText(event), frames.length === 0 ? '' : `frame ${frames.join(', ')}`]
    .filter((each) => each !== '')
    .join(', ');
}

export function EventTable({
  steps,
  flights,
  evidence,
  selected,
  onSelect,
}: {
  readonly steps: readonly TimelineEvent[];
  readonly flights: Flights;
  readonly evidence: Evidence;
  readonly selected: TimelineEvent | null;
  readonly onSelect: (event: TimelineEvent) => void;
}): JSX.Element {
  const [most, setMost] = useState(ROWS);
  const current = useRef<HTMLTableRowElement>(null);
  const at = useMemo(() => (selected === null ? -1 : steps.indexOf(selected)), [steps, selected]);
  // far from the beginning only what is around the selected event is shown
  const from = at < most ? 0 : Math.max(0, at - ROWS / 2);
  const shown = from === 0 ? most : from + ROWS;
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [selected]);
  return (
    <div class="table-box events" tabIndex={0} role="group" aria-label="Events, scrollable">
      {from === 0 ? null : (
        <p>
          <button onClick={() => onSelect(steps[0]!)}>
            {grouped(from)} events come before: to the first
          </button>
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              seconds
            </th>
            <th scope="col">who</th>
            <th scope="col">what</th>
            <th scope="col">numbers</th>
            <th scope="col">known</th>
            <th scope="col">evidence</th>
          </tr>
        </thead>
        <tbody>
          {steps.slice(from, shown).map((event, index) => (
            <tr
              key={from + index}
              ref={event === selected ? current : null}
              class={event === selected ? 'selected' : ''}
              aria-current={event === selected ? 'true' : undefined}
              onClick={() => onSelect(event)}
            >
              <td class="number">{secondsText(event.atNs)}</td>
              <td>{whoText(event)}</td>
              <td>
                <button class="link" onClick={() => onSelect(event)}>
                  {eventText(event, flights)}
                </button>
              </td>
              <td>{numbersOf(event)}</td>
              <td>{isInferred(event) ? 'inferred' : 'observed'}</td>
              <td>{evidence.get(event)?.join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {steps.length > shown ? (
        <p>
          <button onClick={() => setMost(shown + ROWS * 4)}>
            More: {grouped(steps.length - shown)} events follow
          </button>
        </p>
      ) : null}
    </div>
  );
}
