/** A connection as the filter, the counts and the texts look at it. */
import type { ConnectionRecord, Filterable, Story } from '@halfopen/explain';

/** A record with what a picture of it needs. */
export interface Told {
  readonly record: ConnectionRecord;
  /** `null`: no packets were kept. */
  readonly story: Story | null;
}

/** A finding has it, and so has what several captures together say of a connection. */
export interface Connection extends Filterable {
  /** 1-based, in order of first frames. */
  readonly id: number;
  /** Everything about it. Made when it is asked for, since most connections are only counted. */
  record(): ConnectionRecord;
  /** The same with its packets, where they were kept. To be asked for once, and instead of `record`. */
  told?(): Told;
}

/** The connection of a record that is there already. */
export function connectionOf(record: ConnectionRecord): Connection {
  const { id, client, server, outcome, verdict } = record;
  return { id, client, server, outcome, case: verdict.case, record: () => record };
}
