import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { Path, told, type PathOptions } from './support/two-captures.ts';

function conversation(options: PathOptions = {}): Path {
  const path = new Path(options).handshake();
  for (let each = 0; each < 4; each += 1)
    path
      .c('PA', { payload: 40 + each })
      .s('A')
      .s('PA', { payload: 200 + each })
      .c('A');
  return path;
}

/** Its numbers are those of every other. */
function alike(clientPort: number): Path {
  return conversation({ clientIsn: 0, serverIsn: 0, clientPort });
}

/** The capture without its first frames, so that nobody knows who began. */
function midStream(capture: Uint8Array, frames: number): Uint8Array {
  const view = new DataView(capture.buffer, capture.byteOffset);
  let at = 24;
  for (let each = 0; each < frames; each += 1) at += 16 + view.getUint32(at + 8, true);
  const rest = new Uint8Array(24 + capture.length - at);
  rest.set(capture.subarray(0, 24));
  rest.set(capture.subarray(at), 24);
  return rest;
}

describe('a connection in several captures', () => {
  it('has one record', async () => {
    const { captures, connections, summary } = await conversation().told();
    expect(captures.map(({ file }) => file)).toEqual(['client.pcap', 'server.pcap']);
    expect(connections).toHaveLength(1);
    expect(connections[0]!.vantages).toMatchObject([
      { file: 'client.pcap', at: 'client', how: 'given', frames: 19, clockOffsetNs: '0' },
      { file: 'server.pcap', at: 'server', how: 'given', frames: 19, clockOffsetNs: '0' },
    ]);
    expect(summary).toMatchObject({ connections: 1, open: 1 });
  });

  it('is found behind address translation by the numbers both sides began with', async () => {
    const { connections } = await conversation({ translatedTo: '198.51.100.7' }).told();
    expect(connections).toHaveLength(1);
    expect(connections[0]!.client.address).toBe('10.0.0.2');
  });

  it('is found by its segments when a capture starts mid-stream', async () => {
    for (const options of [{}, { translatedTo: '198.51.100.7' }]) {
      const path = conversation(options);
      const inputs = [
        { file: 'client.pcap', input: path.capture('client') },
        { file: 'server.pcap', input: midStream(path.capture('server'), 4) },
      ];
      for (const order of [inputs, inputs.toReversed()]) {
        const { connections } = await told(order);
        expect(connections).toHaveLength(1);
        expect(connections[0]).toMatchObject({
          clientKnown: true,
          client: { port: 40_000 },
          server: { port: 443 },
        });
        expect(connections[0]!.vantages!.map(({ file }) => file)).toEqual(['client.pcap', 'server.pcap']);
      }
    }
  });

  it('is not taken for another one on the same ports', async () => {
    const inputs = [
      { file: 'one.pcap', input: conversation().capture('client') },
      { file: 'two.pcap', input: conversation({ clientIsn: 77, serverIsn: 99 }).capture('server') },
    ];
    expect((await told(inputs)).connections).toHaveLength(2);
    const cut = inputs.map((each) => ({ ...each, input: midStream(each.input, 3) }));
    expect((await told(cut)).connections).toHaveLength(2);
  });

  it('is not taken for another one whose numbers were made alike', async () => {
    const same = { clientIsn: 0, serverIsn: 0 };
    const path = conversation({ ...same, clientPort: 40_000 });
    for (const clientPort of [40_001, 40_002]) {
      path.wait(500);
      const other = new Path({ ...same, clientPort });
      other.ms = path.ms;
      other.handshake().c('PA', { payload: 9 }).s('A');
      path.beside(other);
    }
    const { connections } = await path.told();
    expect(connections.map(({ client, vantages }) => [client.port, vantages!.length])).toEqual([
      [40_000, 2],
      [40_001, 2],
      [40_002, 2],
    ]);
  });

  it('is not taken for one in another capture when numbers say nothing', async () => {
    const later = alike(40_001);
    const both = alike(40_000).wait(5000);
    later.shift(both.ms);
    const inputs = [
      { file: 'one.pcap', input: both.beside(later).capture('client') },
      { file: 'two.pcap', input: alike(40_002).capture('server') },
    ];
    const { connections } = await told(inputs);
    expect(connections.map(({ vantages }) => vantages!.length)).toEqual([1, 1, 1]);
  });

  it('stands alone when only one capture saw it', async () => {
    const inputs = [
      { file: 'one.pcap', input: conversation().capture('client') },
      {
        file: 'two.pcap',
        input: conversation({ clientPort: 9, clientIsn: 5, serverIsn: 6 }).capture('client'),
      },
    ];
    const { connections } = await told(inputs);
    expect(connections.map(({ id, vantages }) => [id, vantages!.map(({ file }) => file)])).toEqual([
      [1, ['one.pcap']],
      [2, ['two.pcap']],
    ]);
    expect(connections[1]!.verdict.evidence.every(({ file }) => file === 'two.pcap')).toBe(true);
    expect(connections[1]!.vantages![0]).not.toHaveProperty('clockOffsetNs');
  });

  it('has a record as the schema describes it', async () => {
    const schema = JSON.parse(
      readFileSync(new URL('../schema/explain-1.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
    for (const record of (await conversation({ serverClockMs: -5 }).witness().told()).connections) {
      validate(JSON.parse(JSON.stringify(record)));
      expect(validate.errors ?? []).toEqual([]);
      expect(record.vantages![1]!.clockOffsetNs).toBe('-5000000');
    }
  });

  it('is told the same whatever the order of the files', async () => {
    const path = conversation({ translatedTo: '198.51.100.7', serverClockMs: 60_000 });
    for (const infer of [true, false]) {
      const here = await path.record({ infer });
      const there = await path.record({ infer, order: ['server', 'client'] });
      const plain = (record: typeof here) => ({
        ...record,
        startNs: '',
        vantages: record.vantages!.map(({ file, at }) => ({ file, at })),
      });
      expect(plain(there)).toEqual(plain(here));
      expect(here.vantages!.map(({ file }) => file)).toEqual(['client.pcap', 'server.pcap']);
    }
  });
});

describe('where captures were made', () => {
  it('follows from the order of the packets where no host can be told', async () => {
    const path = conversation({ serverClockMs: -5_000_000, hops: 0 });
    const inputs = (['server', 'client'] as const).map((at) => ({
      file: `${at}.pcap`,
      input: midStream(path.capture(at), 3),
    }));
    const { connections } = await told(inputs);
    const { vantages } = connections[0]!;
    expect(vantages).toMatchObject([
      { file: 'client.pcap', at: 'client', how: 'timing' },
      { file: 'server.pcap', at: 'server', how: 'timing' },
    ]);
  });

  it('is told with how far the clocks are apart', async () => {
    const { vantages } = await conversation({ serverClockMs: 3_600_000 }).record();
    expect(vantages![1]!.clockOffsetNs).toBe('3600000000000');
    const turned = await conversation({ serverClockMs: 3_600_000 }).record({ order: ['server', 'client'] });
    expect(turned.vantages!.map(({ clockOffsetNs }) => clockOffsetNs)).toEqual(['-3600000000000', '0']);
  });
});
