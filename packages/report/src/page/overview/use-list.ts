/** The connections that are asked for, in the order that is asked for. */
import { useMemo, useRef } from 'preact/hooks';
import { FilterError, parseFilter } from '@halfopen/explain';
import { selectRows, type SortKey, sortKeys, sortRows } from '../../library/select.ts';
import type { Library } from '../../library/library.ts';

/** A list of connections, whatever it leaves out. */
export interface List {
  /** Indices of rows. */
  readonly indices: Uint32Array;
  /** What is wrong with the filter; `null`: nothing. The list is then that of the last filter that was understood. */
  readonly problem: string | null;
  /** The connection at a position; `null`: there is none. */
  idAt(position: number): number | null;
  /** Where a connection stands; -1: it is not in it. */
  positionOf(id: number): number;
}

const nothing: Uint32Array = new Uint32Array(0);

export function useList(library: Library | null, filter: string, sort: string): List {
  const understood = useRef({ filter: '', library });
  const { text, problem } = useMemo(() => {
    try {
      parseFilter(filter);
      understood.current = { filter, library };
      return { text: filter, problem: null };
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      return {
        text: understood.current.library === library ? understood.current.filter : '',
        problem: error.message,
      };
    }
  }, [library, filter]);
  const selected = useMemo(
    () => (library === null ? nothing : selectRows(library.rows, parseFilter(text))),
    [library, text],
  );
  const indices = useMemo(() => {
    const key = sortKeys.find((each) => each === sort.replace(/^-/, '')) ?? ('' as SortKey | '');
    return library === null ? nothing : sortRows(library.rows, selected, key, sort.startsWith('-'));
  }, [library, selected, sort]);
  return {
    indices,
    problem,
    idAt: (position) => (position in indices ? library!.rows.id[indices[position]!]! : null),
    positionOf: (id) => (library === null ? -1 : indices.findIndex((index) => library.rows.id[index] === id)),
  };
}
