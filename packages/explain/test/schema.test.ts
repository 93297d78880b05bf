import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { caseNames } from '@halfopen/catalogue';
import { explainCapture, explainCaptures, type ExplainRecord } from '../src/index.ts';
import { Trace } from './support/conversation.ts';

const captures = new URL('../../../captures/', import.meta.url);
function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, captures)));
}

const schema = JSON.parse(
  readFileSync(new URL('../schema/explain-1.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown> & { readonly $defs: Record<string, { readonly enum?: readonly string[] }> };

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

function complaints(record: unknown): readonly string[] {
  // as a reader of jsonl gets it
  validate(JSON.parse(JSON.stringify(record)));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Refused by ICMP, in IPv6. */
function refused(): Trace {
  const trace = new Trace({ version: 6 });
  const { c } = trace.open();
  trace.icmp(c.syn(), 1, 4);
  return trace;
}

/** A talk of which the beginning is missing, and whose window closes. */
function stuck(): Trace {
  const trace = new Trace({ file: 'pcapng' });
  const { c, s } = trace.open();
  c.data(100);
  s.ack({ windowField: 0 });
  trace.wait(300);
  c.data(1);
  s.ack({ windowField: 0 });
  return trace;
}

async function recordsOf(bytes: Uint8Array): Promise<ExplainRecord[]> {
  const records: ExplainRecord[] = [];
  for await (const record of explainCapture(bytes, { file: 'x.pcap', packets: { most: 100 } }))
    records.push(record);
  return records;
}

const samples: readonly (readonly [string, () => Uint8Array])[] = [
  ...readdirSync(fileURLToPath(captures))
    .filter((name) => name.endsWith('.pcap'))
    .map((name) => [name, () => bytesOf(name)] as const),
  ['an ICMP error', () => refused().bytes()],
  ['a closed window', () => stuck().bytes()],
  ['a cut-off file', () => stuck().bytes().slice(0, -3)],
];

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of a record, with the path to it. */
function objectsIn(value: unknown, path = ''): readonly (readonly [path: string, object: Fields])[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => objectsIn(each, `${path}/${index}`));
  if (!isFields(value)) return [];
  return [
    [path, value],
    ...Object.entries(value).flatMap(([name, each]) => objectsIn(each, `${path}/${name}`)),
  ];
}

/** Fields that a record may do without. */
const optional: ReadonlySet<string> = new Set(['packets', 'on', 'of', 'vantages']);

describe('the schema of halfopen.explain/1', () => {
  it.each(samples)('describes the records of %s', async (_, bytes) => {
    const records = await recordsOf(bytes());
    expect(records.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['capture', 'connection', 'summary']),
    );
    for (const record of records) expect(complaints(record)).toEqual([]);
  });

  it.each(samples)(
    'misses every field that is taken away from those of %s, and notices one more',
    async (_, bytes) => {
      for (const record of await recordsOf(bytes())) {
        const copy = structuredClone(record) as unknown as Fields;
        for (const [path, object] of objectsIn(copy)) {
          if (path.endsWith('/byCase') || (path.endsWith('/frames') && path.includes('/packets/'))) continue;
          for (const name of Object.keys(object).filter((each) => !optional.has(each))) {
            const kept = object[name];
            delete object[name];
            expect(complaints(copy), `without ${path}/${name}`).not.toEqual([]);
            object[name] = kept;
          }
          object['surprise'] = 1;
          expect(complaints(copy), `with ${path}/surprise`).not.toEqual([]);
          delete object['surprise'];
        }
        expect(complaints(copy)).toEqual([]);
      }
    },
  );

  it('describes the records of several captures, and those of two that were made at the same place', async () => {
    for (const at of [undefined, 'middle'] as const) {
      const place = at === undefined ? {} : { at };
      const inputs = [
        { file: 'a.pcap', input: bytesOf('conn-ack-lost.server.pcap'), ...place },
        { file: 'b.pcap', input: bytesOf('conn-ack-lost.client.pcap'), ...place },
      ];
      for await (const record of explainCaptures(inputs, { listPackets: true })) {
        expect(complaints(record)).toEqual([]);
        if (record.type === 'connection') expect(record.packets).toHaveLength(7);
      }
    }
  });

  it('knows the cases of the catalogue', () => {
    expect(schema.$defs['case']?.enum).toEqual(Object.keys(caseNames));
  });

  it('says of every field what it means', () => {
    const silent = objectsIn(schema)
      .filter(([path]) => path.endsWith('/properties'))
      .flatMap(([path, properties]) =>
        Object.entries(properties).map(([name, field]) => [`${path}/${name}`, field] as const),
      )
      .filter(
        ([, field]) => isFields(field) && !('$ref' in field) && typeof field['description'] !== 'string',
      );
    expect(silent).toEqual([]);
  });
});
