import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { caseNames, describeCase, everyCase } from '@halfopen/catalogue';
import {
  type ConnectionRecord,
  explainCapture,
  explainCaptures,
  type ExplainRecord,
  callsText,
} from '@halfopen/explain';
import { fit, layOut, type Section } from '../src/explain/fit.ts';
import { connectionLadder } from '../src/explain/ladder.ts';
import { connectionPage } from '../src/explain/page.ts';
import { namesText, viewsText } from '../src/explain/words.ts';

const style = { colour: false, ascii: false, width: 100 };
const captures = new URL('../../../captures/', import.meta.url);

function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, captures)));
}

async function first(told: AsyncIterable<ExplainRecord>): Promise<ConnectionRecord> {
  for await (const record of told) if (record.type === 'connection') return record;
  throw new Error('no connection');
}

function connectionOf(name: string): Promise<ConnectionRecord> {
  return first(explainCapture(bytesOf(name), { packets: { most: 100 } }));
}

function connectionOfBoth(name: string, listPackets = false): Promise<ConnectionRecord> {
  const files = ['client', 'server'].map((at) => `${name}.${at}.pcap`);
  return first(
    explainCaptures(
      files.map((file) => ({ file, input: bytesOf(file) })),
      { listPackets },
    ),
  );
}

/** Lines as a screen of 100 columns shows them. */
function screenLines(text: string): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 100)), 0);
}

const words = (max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('frame', 'acknowledged', 'a', 'retransmission', 'of'), {
      minLength: 1,
      maxLength: max,
    })
    .map((all) => all.join(' '));
const sides = fc.record({ client: fc.nat(1e9), server: fc.nat(1e9) });

const fileNames: readonly string[] = [
  'client.pcap',
  'a-name-as-long-as-people-give-them-on-the-3rd-of-may.pcapng',
];
const views: fc.Arbitrary<Pick<ConnectionRecord, 'vantages'>> = fc.record({
  vantages: fc.array(
    fc.record({
      at: fc.constantFrom('client', 'middle', 'server', 'unknown'),
      how: fc.constantFrom('given', 'timing', 'nothing'),
      file: fc.constantFrom(...fileNames),
      frames: fc.nat(1e9),
      clockOffsetNs: fc.bigInt(-(10n ** 15n), 10n ** 15n).map(String),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

function records(base: ConnectionRecord): fc.Arbitrary<ConnectionRecord> {
  const end = fc.record({
    address: fc.oneof(fc.ipV4(), fc.constant('2001:db8:1234:5678:9abc:def0:1234:5678')),
    port: fc.nat(65_535),
  });
  return fc
    .record({
      client: end,
      server: end,
      bytes: sides,
      clientKnown: fc.boolean(),
      outcome: fc.constantFrom('ok', 'failed', 'open', 'partial'),
      name: fc.option(fc.constantFrom(...everyCase)),
      lookalikes: fc.shuffledSubarray([...everyCase], { maxLength: 12 }),
      certainty: fc.constantFrom('certain', 'likely', 'possible'),
      evidence: fc.array(fc.record({ frame: fc.nat(1e9), says: words(14) }), { minLength: 1, maxLength: 9 }),
      seen: fc.option(views),
    })
    .map(({ name, lookalikes, certainty, evidence, seen, ...rest }): ConnectionRecord => {
      const summary = `The client did something that takes some words to tell, most likely: ${name === null ? '' : caseNames[name]}.`;
      const advice = name === null ? [] : describeCase(name).advice.slice(0, 3);
      const filter = `ipv6.addr == ${rest.client.address} && ipv6.addr == ${rest.server.address} && tcp.port == 1 && tcp.port == 2`;
      return {
        ...base,
        ...rest,
        ...seen,
        filter,
        verdict: {
          ...base.verdict,
          case: name,
          lookalikes,
          certainty,
          evidence: seen === null ? evidence : evidence.map((each) => ({ ...each, file: fileNames[1]! })),
          summary: seen === null ? summary : `${summary} The ACK of the SYN-ACK is not in ${fileNames[1]}.`,
          advice,
        },
      };
    });
}

describe('the page of a connection', () => {
  it.each(['close-unread.client', 'close-reader-exits.server'])(
    'says it all, verdict first: %s',
    async (name) => {
      const record = await connectionOf(`${name}.pcap`);
      await expect(`${connectionPage(style, record)}\n`).toMatchFileSnapshot(
        `./golden/explain-${name}.golden.txt`,
      );
    },
  );

  it('fits on a screen, whatever there is to say', async () => {
    fc.assert(
      fc.property(records(await connectionOf('close-unread.client.pcap')), (record) => {
        const page = connectionPage(style, record);
        expect(screenLines(page)).toBeLessThanOrEqual(24);
        expect(page).toMatch(new RegExp(`frame ${record.verdict.evidence.at(-1)!.frame}(?: of|:) `));
        if (record.vantages !== undefined)
          expect(page).toContain(`captured        ${record.vantages[0]!.file},`);
        if (record.verdict.advice.length > 0) expect(page).toContain('what to change  - ');
        if (record.verdict.lookalikes.length > 0) expect(page).toContain(record.verdict.lookalikes[0]);
      }),
    );
  });

  it('shows what several captures have of it, and keeps what holds them against each other', async () => {
    const page = connectionPage(style, await connectionOfBoth('conn-ack-lost'));
    await expect(`${page}\n`).toMatchFileSnapshot('./golden/explain-conn-ack-lost.together.golden.txt');
    expect(page).toMatch(/frame 3 of .*client\.pcap: not in .*server\.pcap/);
  });

  it('says the same in colour', async () => {
    const record = await connectionOf('conn-refused.middle.pcap');
    const coloured = connectionPage({ ...style, colour: true }, record);
    expect(coloured).toContain('\u001B[');
    expect(stripVTControlCharacters(coloured)).toBe(connectionPage(style, record));
  });

  it('never breaks the display filter', async () => {
    const record = await connectionOf('close-half.client.pcap');
    expect(connectionPage({ ...style, width: 40 }, record)).toContain(record.filter);
  });
});

describe('calls in words', () => {
  it('stand in order, macOS behind what Linux does', () => {
    expect(
      callsText([
        { call: 'connect', result: '0' },
        { call: 'recv', result: '0', on: 'linux' },
        { call: 'recv', result: 'ECONNRESET', on: 'macos' },
        { call: 'send', result: 'EPIPE' },
        { call: 'recv', result: 'blocked' },
      ]),
    ).toBe(
      'connect 0, then recv 0 (end of file); on macOS recv ECONNRESET (connection reset by peer), then send EPIPE (broken pipe), then recv waits',
    );
  });
});

describe('captures in words', () => {
  it('tell where they stood, and their clocks by that of the first', async () => {
    const record = await connectionOfBoth('conn-ack-lost');
    const told = (...clocks: (string | undefined)[]): string[] =>
      viewsText({
        ...record,
        vantages: clocks.map((clock, index) => ({
          at: (['client', 'middle', 'unknown'] as const)[index]!,
          how: (['given', 'ttl', 'nothing'] as const)[index]!,
          file: `${index}.pcap`,
          frames: index,
          ...(clock === undefined ? {} : { clockOffsetNs: clock }),
        })),
      });
    expect(told('-1000000', '29000000', '-7201000000000')).toEqual([
      '0.pcap, at the client (as --at says), frames 1-7',
      '1.pcap, between the two (by TTL), 1 frame, clock 30 ms ahead',
      '2.pcap, who knows where (--at tells), 2 frames, clock 120.0 min behind',
    ]);
    expect(told('0', '86400000000000', '0').map((text) => text.replace(/^.*frames?/, ''))).toEqual([
      ' 1-7',
      ', clock 24.0 h ahead',
      '',
    ]);
    expect(told(undefined, '5').join()).not.toContain('clock');
    expect(told('5', undefined).join()).not.toContain('clock');
  });

  it('are named as long as they are few', () => {
    expect(namesText(['a'])).toBe('a');
    expect(namesText(['a', 'b'])).toBe('a and b');
    expect(namesText(['a', 'b', 'c'])).toBe('a, b and c');
    expect(namesText(['a', 'b', 'c', 'd'])).toBe('4 captures');
  });
});

describe('the drawing of a connection', () => {
  it('has its packets with relative numbers, and says what it cannot know', async () => {
    const drawing = connectionLadder(style, await connectionOf('close-reader-exits.server.pcap'));
    expect(drawing).toMatch(/SYN-ACK #2 {2}seq 0 ack 1/);
    expect(drawing).toMatch(/\(FIN-WAIT-1\)/);
    expect(drawing).toMatch(/whether it arrived is not\s+known/);
    expect(drawing).not.toMatch(/Only the first/);
  });

  it('says when there are more packets than it shows', async () => {
    const record = await connectionOf('close-half.client.pcap');
    const packets = Array.from({ length: 2000 }, () => record.packets![4]!);
    const drawing = connectionLadder(style, {
      ...record,
      packets,
      frames: { first: 1, last: 9000, count: 5000 },
    });
    expect(drawing.replaceAll(/\s+/g, ' ')).toContain('Only the first 2000 of 5,000 packets are drawn.');
  });

  it('shows of two captures when packets left and arrived, and which were lost', async () => {
    const record = await connectionOfBoth('conn-ack-lost', true);
    const drawing = connectionLadder({ ...style, width: 120 }, record);
    await expect(`${drawing}\n`).toMatchFileSnapshot('./golden/ladder-conn-ack-lost.together.golden.txt');
    expect(drawing).toMatch(/ACK #c3 ─+✗ lost/);
    expect(drawing).not.toContain('whether it arrived');
  });

  it('says of several captures what nobody looked at, and how much of it is drawn', async () => {
    const record = await connectionOfBoth('conn-ack-lost', true);
    const [near, far] = record.vantages!;
    const told = (vantages: ConnectionRecord['vantages'], packets = record.packets!): string =>
      connectionLadder(style, { ...record, packets, ...(vantages === undefined ? {} : { vantages }) })
        .replaceAll(/\s+/g, ' ')
        .replace(/^.*(?=Drawn from)/, '');
    expect(told([near!, { ...far!, at: 'middle' }])).toContain(
      'Frames: #c in conn-ack-lost.client.pcap, #m in conn-ack-lost.server.pcap. Lost: not in the next capture, which ran then as far as anything shows. Whether packets reached the server is not known.',
    );
    expect(told([near!, { ...far!, frames: 2001 }])).toContain(
      'Only the first 2,000 packets of each capture are drawn.',
    );
    expect(told([near!])).toContain('Drawn from one capture. Lost: not in the others, which ran then');
    const arrived = record.packets!.filter(({ arrivedNs }) => arrivedNs !== null);
    expect(told([near!], arrived)).toContain('whether it arrived is not known');
    expect(told([near!, far!], arrived)).not.toContain('Lost:');
  });
});

function section(label: string, count: number): Section {
  return {
    label,
    paragraphs: Array.from({ length: count }, (_, index) => ({ text: `${label}${index + 1}` })),
  };
}

describe('fitting sections into lines', () => {
  it('leaves out what can be spared, in order, and no more than it must', () => {
    const spares = [
      { label: 'b', least: 2 },
      { label: 'a', least: 1, give: 'second' as const },
    ];
    const told = (most: number): string[] =>
      layOut(fit([section('a', 4), section('b', 3)], 80, most, spares), 80).map(({ text }) => text);
    expect(told(7)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3']);
    expect(told(6)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
    expect(told(4)).toEqual(['a1', 'a4', 'b1', 'b2']);
    expect(told(1)).toEqual(['a4', 'b1', 'b2']);
  });

  it('gives up what is dear last', () => {
    const all = { ...section('a', 4) };
    const dear = all.paragraphs.map((paragraph, index) => ({
      ...paragraph,
      dear: index === 1 || index === 2,
    }));
    const told = (most: number, give?: 'second'): string[] =>
      layOut(
        fit([{ label: 'a', paragraphs: dear }], 80, most, [{ label: 'a', least: 0, ...(give && { give }) }]),
        80,
      ).map(({ text }) => text);
    expect(told(3, 'second')).toEqual(['a2', 'a3', 'a4']);
    expect(told(2, 'second')).toEqual(['a2', 'a3']);
    expect(told(1, 'second')).toEqual(['a3']);
    expect(told(0, 'second')).toEqual([]);
    expect(told(2)).toEqual(['a2', 'a3']);
  });

  it('labels the first line of a section only', () => {
    expect(layOut([{ label: 'a', paragraphs: [{ text: 'one two' }, { text: 'three' }] }], 4)).toEqual([
      { label: 'a', text: 'one' },
      { label: '', text: 'two' },
      { label: '', text: 'three' },
    ]);
  });
});
