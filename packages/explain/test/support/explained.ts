/** What explain says of a test's capture. */
import type { CaseName } from '@halfopen/catalogue';
import { expect, it } from 'vitest';
import { explainCapture, type ExplainOptions } from '../../src/explain-capture.ts';
import type { CaptureRecord, ConnectionRecord, ExplainRecord, SummaryRecord } from '../../src/record.ts';
import { type Shape, Trace } from './conversation.ts';

export interface Explained {
  readonly capture: CaptureRecord;
  readonly connections: readonly ConnectionRecord[];
  readonly summary: SummaryRecord;
}

/** All records of a capture, by kind. */
export async function explained(trace: Trace, options: ExplainOptions = {}): Promise<Explained> {
  const records: ExplainRecord[] = [];
  for await (const record of explainCapture(trace.bytes(), options)) records.push(record);
  const capture = records.find((record) => record.type === 'capture');
  const summary = records.find((record) => record.type === 'summary');
  const connections = records.filter((record) => record.type === 'connection');
  expect(capture!.problems).toEqual([]);
  expect(capture!.frames).toBe(trace.frames);
  return { capture: capture!, connections, summary: summary! };
}

/** The record of a capture's only connection. */
export async function theOne(trace: Trace, options: ExplainOptions = {}): Promise<ConnectionRecord> {
  const { connections } = await explained(trace, options);
  expect(connections).toHaveLength(1);
  return connections[0]!;
}

/** The case and what else it may be. */
export function candidates({ verdict }: ConnectionRecord): readonly (CaseName | null)[] {
  return [verdict.case, ...verdict.lookalikes];
}

const shapes: readonly (readonly [string, Partial<Shape>])[] = [
  ['IPv4', {}],
  ['IPv6, pcapng', { version: 6, file: 'pcapng' }],
  ['VLAN, big-endian', { link: 'vlan', file: 'pcap-big' }],
  ['cooked, nanoseconds', { link: 'cooked', file: 'pcap-ns' }],
  ['no timestamps', { timestamps: false }],
  ['numbers that wrap at the SYN', { clientIsn: 0xffff_ffff, serverIsn: 0xffff_ffff }],
  ['numbers that wrap within the data', { clientIsn: 0xffff_ffff - 40, serverIsn: 0xffff_ffff - 60 }],
  ['numbers that change sign', { clientIsn: 0x7fff_ffff - 40, serverIsn: 0x7fff_ffff }],
];

/** The test once for every shape of capture. */
export function inEveryShape(title: string, test: (trace: Trace) => Promise<void>): void {
  it.each(shapes)(`${title} (%s)`, (_name, shape) => test(new Trace(shape)));
}
