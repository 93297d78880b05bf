import { readFile } from 'node:fs/promises';
import {
  ethernetFrame,
  FrameView,
  ipv4HeaderChecksumOk,
  ipv4Packet,
  ipv6Packet,
  LinkType,
  parseAddress,
  Protocol,
  tcpChecksum,
} from '@halfopen/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AddressMap,
  type ConnectionRecord,
  explainCapture,
  Explainer,
  type ExplainerOptions,
  explainCaptures,
  type ExplainRecord,
  recordWithStory,
  type Story,
} from '../src/index.ts';
import { anyScript, traceOf } from './support/any-conversation.ts';
import { Trace } from './support/conversation.ts';
import {
  captureFile,
  concat,
  type File,
  files,
  type Link,
  links,
  type TimedPacket,
} from './support/framing.ts';
import { Path } from './support/two-captures.ts';

const inner = {
  4: { clientAddress: '203.0.113.77', serverAddress: '198.51.100.23' },
  6: {
    clientAddress: '2001:db8:77:8899:aabb:ccdd:eeff:1234',
    serverAddress: '2001:db8:99:4455:6677:8899:aabb:ccdd',
  },
} as const;
/** Who else is in a capture: ends of tunnels, routers, addresses in options. */
const others = ['192.168.171.205', '172.31.247.19', '198.51.100.1', '2001:db8:1::1', '192.168.99.213'];
const [tunnelFrom, tunnelTo, , , told] = others as [string, string, string, string, string];

const tunnels = {
  none: (packet: Uint8Array) => packet,
  GRE: (packet: Uint8Array) =>
    outer(Protocol.gre, [0, 0, packet[0]! >>> 4 === 6 ? 0x86 : 8, packet[0]! >>> 4 === 6 ? 0xdd : 0], packet),
  VXLAN: (packet: Uint8Array) =>
    outer(17, [195, 80, 18, 181, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 7, 0], ethernetFrame({ payload: packet })),
  'IP in IP': (packet: Uint8Array) =>
    outer(packet[0]! >>> 4 === 6 ? Protocol.ipv6 : Protocol.ipv4, [], packet),
} as const;

function outer(protocol: number, header: readonly number[], packet: Uint8Array): Uint8Array {
  return ipv4Packet({
    source: tunnelFrom,
    destination: tunnelTo,
    protocol,
    payload: concat([Uint8Array.from(header), packet]),
  });
}

/** The packet with options of IP that name an address. */
function withOptions(packet: Uint8Array): Uint8Array {
  const address = [...parseAddress(told)];
  if (packet[0]! >>> 4 === 6) {
    return ipv6Packet({
      source: packet.slice(8, 24),
      destination: packet.slice(24, 40),
      protocol: packet[6]!,
      hopLimit: packet[7]!,
      payload: packet.slice(40),
      extensions: [{ protocol: 43, body: Uint8Array.of(0, 1, 0, 0, 0, 0, ...Array(12).fill(0), ...address) }],
    });
  }
  return ipv4Packet({
    source: packet.slice(12, 16),
    destination: packet.slice(16, 20),
    protocol: packet[9]!,
    ttl: packet[8]!,
    id: (packet[4]! << 8) | packet[5]!,
    payload: packet.slice(20),
    options: Uint8Array.of(7, 7, 8, ...address, 0),
  });
}

const anyCapture = fc
  .record({
    script: anyScript,
    link: fc.constantFrom<Link>(...links),
    file: fc.constantFrom<File>(...files),
    tunnel: fc.constantFrom<keyof typeof tunnels>('none', 'none', 'GRE', 'VXLAN', 'IP in IP'),
    options: fc.boolean(),
    addAddress: fc.boolean(),
  })
  .map(({ script, link, file, tunnel, options, addAddress }) => {
    const trace = traceOf(script, inner[script.version]);
    if (addAddress) {
      const { c } = trace.open({ ...inner[script.version], clientPort: 40_001 });
      c.syn();
      c.data(30, {
        options: [{ kind: 'raw', bytes: Uint8Array.of(30, 8, 0x34, 1, ...parseAddress(told)) }],
      });
    }
    const packets: TimedPacket[] = trace.packets.map(({ ms, packet }) => ({
      ms,
      packet: tunnels[tunnel](options ? withOptions(packet) : packet),
    }));
    return captureFile(file, link, packets);
  });

interface Told {
  readonly records: readonly ExplainRecord[];
  readonly stories: readonly { readonly record: ConnectionRecord; readonly story: Story }[];
}

function tell(capture: Uint8Array, options: Partial<ExplainerOptions> = {}, payload = 0): Told {
  const explainer = new Explainer({ file: 'x', packets: { most: 1000, bytes: { payload } }, ...options });
  for (let at = 0; at < capture.length; at += 1000) explainer.push(capture.subarray(at, at + 1000));
  explainer.finish();
  const stories: { readonly record: ConnectionRecord; readonly story: Story }[] = [];
  for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
    stories.push(recordWithStory(finding));
    explainer.release(finding);
  }
  return {
    records: [explainer.capture(), ...stories.map(({ record }) => record), explainer.summary()],
    stories,
  };
}

function framesOf({ stories }: Told): readonly Uint8Array[] {
  return stories.flatMap(({ story }) =>
    Object.values(story.bytes).flatMap((frames) => Object.values(frames)),
  );
}

function isIn(bytes: Uint8Array, address: string): boolean {
  return `,${bytes.join(',')},`.includes(`,${parseAddress(address).join(',')},`);
}

/** What a frame of a story says of its checksums. */
function checksums(bytes: Uint8Array): string {
  const view = new FrameView();
  view.decode(bytes, 0, bytes.length, LinkType.rawIp);
  return `${view.kind} ${tcpChecksum(view)} ${ipv4HeaderChecksumOk(view)}`;
}

describe('a capture whose addresses are replaced', () => {
  it('shows none of them, neither in records nor in the bytes of stories', () => {
    fc.assert(
      fc.property(anyCapture, (capture) => {
        const before = capture.slice();
        const hidden = tell(capture, { addresses: new AddressMap() });
        expect(capture).toEqual(before);
        const text = JSON.stringify([hidden.records, hidden.stories.map(({ story }) => story.events)]);
        const originals = [...others, ...Object.values(inner[4]), ...Object.values(inner[6])];
        for (const address of originals) {
          expect(text).not.toContain(address);
          for (const bytes of framesOf(hidden)) expect(isIn(bytes, address), address).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is told of in the same words, with the same numbers, and its checksums are as right as they were', () => {
    fc.assert(
      fc.property(anyCapture, (capture) => {
        const plain = tell(capture, {}, 500);
        const map = new AddressMap();
        const hidden = tell(capture, { addresses: map }, 500);
        expect(JSON.stringify(hidden.records)).toBe(map.inText(JSON.stringify(plain.records)));
        expect(hidden.stories.map(({ story }) => story.events)).toEqual(
          plain.stories.map(({ story }) => story.events),
        );
        expect(framesOf(hidden).map(checksums)).toEqual(framesOf(plain).map(checksums));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps real verdicts', async () => {
    for (const name of ['close-unread.client', 'conn-ack-lost.server', 'conn-refused.middle']) {
      const capture = new Uint8Array(
        await readFile(new URL(`../../../captures/${name}.pcap`, import.meta.url)),
      );
      const map = new AddressMap();
      const plain = tell(capture);
      const hidden = tell(capture, { addresses: map });
      expect(JSON.stringify(hidden.records)).toBe(map.inText(JSON.stringify(plain.records)));
      expect(hidden.stories[0]!.record.client.address).toMatch(/^10\.0\.0\.[12]$/);
      expect(framesOf(hidden).map(checksums)).toEqual(framesOf(plain).map(checksums));
    }
  });

  it('keeps no bytes that lie behind the packet', () => {
    const trace = new Trace();
    const { c } = trace.opened(inner[4]);
    trace.icmp(c.data(4), 3, 1);
    const frames = trace.packets.map(({ ms, packet }) => ({
      ms,
      packet: concat([packet, parseAddress(told), parseAddress(told)]),
    }));
    for (const bytes of framesOf(tell(captureFile('pcap', 'vlan', frames), {}, 500)))
      expect(isIn(bytes, told)).toBe(false);
  });

  it('can be one of several, and they still belong together', async () => {
    const path = new Path({ translatedTo: '203.0.113.77', serverClockMs: 5000 }).handshake();
    path.c('PA', { payload: 90 }).s('A').s('PA', { payload: 400 }).c('A').c('FA').s('FA').c('A').witness();
    const inputs = (['client', 'server'] as const).map((at) => ({ file: at, input: path.capture(at), at }));
    const map = new AddressMap();
    const texts: string[] = [];
    for (const options of [{}, { addresses: map }]) {
      const records: ExplainRecord[] = [];
      for await (const record of explainCaptures(inputs, options)) records.push(record);
      texts.push(JSON.stringify(records));
    }
    expect(texts[0]).toContain('203.0.113.77');
    expect(texts[1]).not.toContain('203.0.113.77');
    expect(texts[1]).toBe(map.inText(texts[0]!));
  });

  it('can be given to explainCapture', async () => {
    const trace = new Trace();
    trace.opened(inner[6]);
    const records: ExplainRecord[] = [];
    for await (const record of explainCapture(trace.bytes(), { addresses: new AddressMap() }))
      records.push(record);
    expect(records[1]).toMatchObject({ client: { address: 'fd00::1' }, server: { address: 'fd00::2' } });
  });
});
