import { describe, expect, it } from 'vitest';
import type { Outcome } from '@halfopen/explain';
import { DocumentCollector } from '../src/document/collector.ts';
import type { ReportConnection } from '../src/document/document.ts';
import { documentOf } from './sample.ts';

async function sample(): Promise<ReportConnection> {
  return (await documentOf('close-unread.client.pcap')).connections[0]!;
}

function like(connection: ReportConnection, id: number, outcome: Outcome): ReportConnection {
  return { ...connection, record: { ...connection.record, id, outcome } };
}

describe('gathering a document', () => {
  it('the worst keep their packets', async () => {
    const one = await sample();
    const collector = new DocumentCollector({ connections: 100, packets: 12 });
    const outcomes: readonly Outcome[] = ['ok', 'failed', 'open', 'ok', 'failed', 'partial'];
    outcomes.forEach((outcome, at) => collector.add(like(one, at + 1, outcome)));
    const drawn = collector.connections().filter(({ story }) => story !== null);
    expect(drawn.map(({ record }) => record.outcome)).toEqual(['failed', 'failed']);
    expect(collector.connections()).toHaveLength(6);
  });

  it('of too many connections the good ones go, the last first', async () => {
    const one = { ...(await sample()), story: null };
    const collector = new DocumentCollector({ connections: 3, packets: 0 });
    const outcomes: readonly Outcome[] = ['ok', 'failed', 'ok', 'open', 'ok', 'failed'];
    outcomes.forEach((outcome, at) => collector.add(like(one, at + 1, outcome)));
    expect(collector.connections().map(({ record }) => [record.id, record.outcome])).toEqual([
      [2, 'failed'],
      [4, 'open'],
      [6, 'failed'],
    ]);
  });
});
