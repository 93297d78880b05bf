/** From a record to its row. */
import type { ConnectionRecord } from '@halfopen/explain';
import type { RowFacts } from './rows.ts';

export function rowOf({
  id,
  client,
  server,
  outcome,
  verdict,
  startNs,
  durationNs,
  bytes,
  frames,
}: ConnectionRecord): RowFacts {
  return {
    id,
    client,
    server,
    outcome,
    case: verdict.case,
    certainty: verdict.certainty,
    startNs: Number(startNs),
    durationNs: Number(durationNs),
    bytes: bytes.client + bytes.server,
    frames: frames.count,
  };
}
