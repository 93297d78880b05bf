/** A run of the lab as a connection of a report: explain's verdict on its captures, beside what really happened. */
import type { Vantage } from '@halfopen/catalogue';
import {
  type ConnectionRecord,
  type EndpointRecord,
  type SeveralInput,
  storiesOfCaptures,
  type Story,
} from '@halfopen/explain';
import type { TimelineEvent } from '@halfopen/timeline';
import type { ReportConnection, ReportRun } from './document.ts';

/** What a run left behind. */
export interface RunParts {
  readonly run: ReportRun;
  readonly client: EndpointRecord;
  readonly server: EndpointRecord;
  /** What really happened to the studied connection. */
  readonly events: readonly TimelineEvent[];
  readonly captures: Readonly<Record<Vantage, SeveralInput['input']>>;
}

const vantages: readonly Vantage[] = ['client', 'middle', 'server'];

function isStudied(record: ConnectionRecord, { client, server }: RunParts): boolean {
  return record.client.port === client.port && record.server.port === server.port;
}

/**
 * The studied connection, explained from all three captures; `null`: none of them has a packet of it. `payloadBytes`: as of
 * Redaction.
 */
export async function connectionOfRun(
  parts: RunParts,
  payloadBytes: number,
): Promise<ReportConnection | null> {
  const inputs = vantages.map((at): SeveralInput => ({ file: `${at}.pcap`, input: parts.captures[at], at }));
  const options = { ranThroughout: true, bytes: { payload: payloadBytes } };
  let found: { readonly record: ConnectionRecord; readonly story: Story } | null = null;
  for await (const told of storiesOfCaptures(inputs, options)) {
    if (told.type === 'story' && isStudied(told.record, parts)) found ??= told;
  }
  if (found === null) return null;
  const { record, story } = found;
  return { record, story: { ...story, events: parts.events }, run: parts.run };
}
