/** Chooses one connection of a library. */
import type { JSX } from 'preact';
import type { Library } from '../../library/library.ts';
import { rowAt } from '../../library/rows.ts';
import { endsText } from '../words.ts';

/** Longer lists are walked with the arrows, not scrolled through. */
const MOST_LISTED = 500;

export function Picker({
  name,
  library,
  index,
  onPick,
}: {
  readonly name: string;
  readonly library: Library;
  readonly index: number;
  readonly onPick: (id: number) => void;
}): JSX.Element {
  const { rows } = library;
  const from = Math.max(0, Math.min(index - MOST_LISTED / 2, rows.count - MOST_LISTED));
  const indices = Array.from({ length: Math.min(MOST_LISTED, rows.count - from) }, (_, at) => from + at);
  const step = (by: number): void => {
    const id = rows.id[index + by];
    if (id !== undefined) onPick(id);
  };
  return (
    <div class="picker">
      <label>
        <b>{name}</b>
        <select
          value={String(index)}
          onChange={({ currentTarget }) => onPick(rows.id[Number(currentTarget.value)]!)}
        >
          {indices.map((each) => {
            const row = rowAt(rows, each);
            return (
              <option key={each} value={String(each)}>
                {`${library.runNames?.[each] ?? `#${row.id}`} ${row.outcome}${row.case === null ? '' : `: ${row.case}`}, ${endsText(row)}`}
              </option>
            );
          })}
        </select>
      </label>
      <button class="quiet" disabled={index === 0} aria-label={`Previous, ${name}`} onClick={() => step(-1)}>
        ◀
      </button>
      <button
        class="quiet"
        disabled={index >= rows.count - 1}
        aria-label={`Next, ${name}`}
        onClick={() => step(1)}
      >
        ▶
      </button>
    </div>
  );
}
