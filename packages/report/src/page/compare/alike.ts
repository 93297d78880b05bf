/** What to hold beside a connection. */
import type { Library } from '../../library/library.ts';
import { rowAt } from '../../library/rows.ts';

/** Id of the connection that is most like one of another library: to the same server, else to the same port, else the first. */
export function alike(library: Library, other: Library | null, id: number | null): number | null {
  const at = other === null || id === null ? -1 : other.rows.id.indexOf(id);
  const { rows } = library;
  if (other === null || at < 0) return rows.id[0] ?? null;
  const wanted = rowAt(other.rows, at).server;
  let best = 0;
  let mostShared = -1;
  for (let index = 0; index < rows.count; index += 1) {
    const { address, port } = rowAt(rows, index).server;
    const shared = (port === wanted.port ? 2 : 0) + (address === wanted.address ? 1 : 0);
    if (shared > mostShared) [best, mostShared] = [index, shared];
  }
  return rows.id[best] ?? null;
}
