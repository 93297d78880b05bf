/** All connections as a table: only the rows in sight exist, so that a hundred thousand of them scroll as ten do. */
import { counted, endText, grouped, spanText } from '@halfopen/explain';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Library } from '../../library/library.ts';
import { rowAt } from '../../library/rows.ts';
import type { SortKey } from '../../library/select.ts';
import { useKeys } from '../keys.ts';
import type { Go, Place } from '../place.ts';
import { usePrinting } from '../parts/use-printing.ts';
import { useScroll } from '../parts/use-scroll.ts';
import { bytesText, dateText, outcomeSigns, secondsText } from '../words.ts';
import type { List } from './use-list.ts';

/** What may be typed, by way of example. */
export const exampleFilter = 'server 10.0.0.2:8080 outcome failed not case conn-*';

const ROW_PX = 32;
const MARGIN_ROWS = 12;
/** Nobody reads more of them on paper. */
const MOST_PRINTED = 200;

interface Column {
  readonly name: string;
  readonly by: SortKey;
  readonly numeric?: boolean;
}

function columnsOf(library: Library): readonly Column[] {
  return [
    library.runNames === undefined ? { name: '#', by: 'id', numeric: true } : { name: 'run', by: 'id' },
    { name: 'outcome', by: 'outcome' },
    { name: library.runNames === undefined ? 'verdict' : 'explain says', by: 'case' },
    { name: 'client', by: 'client' },
    { name: 'server', by: 'server' },
    { name: 'began', by: 'start', numeric: true },
    { name: 'lasted', by: 'duration', numeric: true },
    { name: 'payload', by: 'bytes', numeric: true },
    { name: 'packets', by: 'frames', numeric: true },
  ];
}

function Filter({
  list,
  place,
  go,
}: {
  readonly list: List;
  readonly place: Place;
  readonly go: Go;
}): JSX.Element {
  return (
    <p class="filter">
      <label for="filter">Filter</label>
      <input
        id="filter"
        type="search"
        value={place.filter}
        placeholder={`e.g. ${exampleFilter}`}
        spellcheck={false}
        aria-invalid={list.problem !== null}
        aria-describedby="filter-says"
        onInput={({ currentTarget }) => go({ filter: currentTarget.value })}
      />
      <span id="filter-says" role="status" class={list.problem === null ? 'dim' : 'wrong'}>
        {list.problem ?? counted(list.indices.length, 'connection')}
      </span>
    </p>
  );
}

/** Where each list was left. */
const lastLeft = new WeakMap<Uint32Array, { readonly top: number; readonly selected: number }>();

export function ConnectionTable({
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
  const { rows } = library;
  const box = useRef<HTMLDivElement>(null);
  const { top, height } = useScroll(box);
  const isPrinting = usePrinting();
  const [selected, setSelected] = useState(-1);
  const firstNs = rows.startNs.reduce((least, ns) => Math.min(least, ns), Infinity);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    // who comes back from a connection finds the list as it was; another list begins at its beginning
    const left = lastLeft.get(list.indices);
    setSelected(left?.selected ?? -1);
    current.scrollTop = left?.top ?? 0;
  }, [list.indices]);
  useEffect(() => void lastLeft.set(list.indices, { top, selected }));
  const { length } = list.indices;
  const lastTop = Math.max(0, length * ROW_PX - height);
  const from = isPrinting ? 0 : Math.max(0, Math.floor(Math.min(top, lastTop) / ROW_PX) - MARGIN_ROWS);
  const to = Math.min(length, isPrinting ? MOST_PRINTED : Math.ceil((top + height) / ROW_PX) + MARGIN_ROWS);
  const select = (position: number): void => {
    const at = Math.max(0, Math.min(list.indices.length - 1, position));
    setSelected(at);
    const { current } = box;
    if (current === null) return;
    current.scrollIntoView({ block: 'nearest' });
    if (at * ROW_PX < current.scrollTop) current.scrollTop = at * ROW_PX;
    const least = (at + 2) * ROW_PX - current.clientHeight;
    if (least > current.scrollTop) current.scrollTop = least;
  };
  const open = (position: number): void => {
    const id = list.idAt(position);
    if (id !== null) go({ connection: id, event: null });
  };
  useKeys({
    next: () => select(selected + 1),
    previous: () => select(selected - 1),
    first: () => select(0),
    last: () => select(list.indices.length - 1),
    open: () => open(selected),
    filter: () => document.getElementById('filter')?.focus(),
    back: () => {
      (document.activeElement as HTMLElement | null)?.blur();
      go({ filter: '' });
    },
  });
  const sortedBy = place.sort.replace(/^-/, '');
  const isDescending = place.sort.startsWith('-');
  const sortBy = (by: SortKey): void => {
    if (sortedBy !== by) return go({ sort: by });
    go({ sort: isDescending ? '' : `-${by}` });
  };
  return (
    <section aria-labelledby="connections">
      <h3 id="connections">Connections</h3>
      <Filter list={list} place={place} go={go} />
      <div class="table-box" ref={box} tabIndex={0} aria-label="Connections, scrollable">
        <table aria-rowcount={list.indices.length + 1}>
          <thead>
            <tr>
              {columnsOf(library).map(({ name, by, numeric }) => (
                <th
                  key={by}
                  scope="col"
                  class={numeric === true ? 'number' : ''}
                  aria-sort={sortedBy === by ? (isDescending ? 'descending' : 'ascending') : 'none'}
                >
                  <button onClick={() => sortBy(by)}>
                    {name}
                    <span aria-hidden="true">{sortedBy === by ? (isDescending ? ' ▾' : ' ▴') : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {from === 0 ? null : <tr aria-hidden="true" style={{ height: `${from * ROW_PX}px` }} />}
            {Array.from(list.indices.subarray(from, to), (index, at) => {
              const row = rowAt(rows, index);
              const position = from + at;
              const label = library.runNames?.[index] ?? grouped(row.id);
              return (
                <tr
                  key={index}
                  aria-rowindex={position + 2}
                  class={position === selected ? 'selected' : ''}
                  onClick={() => open(position)}
                >
                  <th scope="row" class={library.runNames === undefined ? 'number' : ''}>
                    <a
                      href={`#connection=${row.id}`}
                      onClick={(event) => {
                        // a modified click opens a tab of its own
                        if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation();
                        event.preventDefault();
                        event.stopPropagation();
                        open(position);
                      }}
                    >
                      {label}
                    </a>
                  </th>
                  <td class={`outcome ${row.outcome}`}>
                    <span aria-hidden="true">{outcomeSigns[row.outcome]}</span> {row.outcome}
                  </td>
                  <td>{row.case === null ? '' : `${row.case}, ${row.certainty}`}</td>
                  <td class="end">{endText(row.client)}</td>
                  <td class="end">{endText(row.server)}</td>
                  <td class="number" title={dateText(row.startNs)}>
                    {secondsText(row.startNs - firstNs)} s
                  </td>
                  <td class="number">{row.durationNs === 0 ? '' : spanText(row.durationNs)}</td>
                  <td class="number">{bytesText(row.bytes)}</td>
                  <td class="number">{grouped(row.frames)}</td>
                </tr>
              );
            })}
            {to >= length || isPrinting ? null : (
              <tr aria-hidden="true" style={{ height: `${(length - to) * ROW_PX}px` }} />
            )}
          </tbody>
        </table>
        {isPrinting && to < length ? <p class="none">{counted(length - to, 'more connection')}.</p> : null}
        {length === 0 ? <p class="dim none">No connection passes the filter.</p> : null}
      </div>
    </section>
  );
}
