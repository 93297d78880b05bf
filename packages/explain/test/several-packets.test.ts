import { describe, expect, it } from 'vitest';
import type { PacketEvent, StateEvent } from '@halfopen/timeline';
import { recordWithStory, vantageOfFile } from '../src/index.ts';
import { Explainer } from '../src/explainer.ts';
import type { Story } from '../src/packets/story.ts';
import type { Comparison } from '../src/several/comparison.ts';
import type { Journey } from '../src/several/journeys.ts';
import { namedPlaces, passageOf } from '../src/several/passage.ts';
import type { Place } from '../src/several/places.ts';
import { Path } from './support/two-captures.ts';

const three = ['client', 'middle', 'server'] as const;

function ms(ns: number): number {
  return ns / 1e6;
}

/** `client DATA 20 at 33 middle 38 arrived 43, c4 m4 s4`; times in milliseconds, `lost` where it never arrived. */
function told({ from, type, lengthBytes, retransmission, ...event }: PacketEvent): string {
  const length = lengthBytes === 0 ? '' : ` ${lengthBytes}`;
  const again = retransmission === 0 ? '' : ` again ${retransmission}`;
  const middle = event.middleNs === null ? '' : ` middle ${ms(event.middleNs)}`;
  const arrived = event.arrivedNs === null ? 'lost' : `arrived ${ms(event.arrivedNs)}`;
  const frames = Object.entries(event.frames).map(([at, frame]) => `${at[0]}${frame}`);
  return `${from} ${type}${length}${again} at ${ms(event.atNs)}${middle} ${arrived}, ${frames.sort().join(' ')}`;
}

async function lines(path: Path, options: Parameters<Path['packets']>[0] = {}): Promise<readonly string[]> {
  return (await path.packets(options)).map(told);
}

function statesOf({ events }: Story): readonly string[] {
  const states = events.filter((event): event is StateEvent => event.kind === 'state');
  return states.map(({ atNs, side, state }) => `${atNs / 1e6} ${side} ${state}`);
}

const talk = (options: ConstructorParameters<typeof Path>[0] = {}): Path =>
  new Path(options).handshake().c('PA', { payload: 20 }).s('A');

describe('packets that two captures saw', () => {
  it.each([0, 90_000, -86_400_000])(
    'leave and arrive on one clock, whatever the other one says: %i ms',
    async (clock) => {
      expect(await lines(talk({ serverClockMs: clock }))).toEqual([
        'client SYN at 0 arrived 10, c1 s1',
        'server SYN-ACK at 11 arrived 21, c2 s2',
        'client HANDSHAKE-ACK at 22 arrived 32, c3 s3',
        'client DATA 20 at 33 arrived 43, c4 s4',
        'server ACK at 44 arrived 54, c5 s5',
      ]);
    },
  );

  it('leave and arrive on one clock where only answers that look alike tell how far it is off', async () => {
    const path = new Path({ serverClockMs: 700 }).c('S').s('SA', { lost: true, ipId: 0 }).wait(979);
    path.s('SA', { again: true, ipId: 0 }).c('R', { seq: 1_000_001 });
    expect(await lines(path)).toEqual([
      'client SYN at 0 arrived 10, c1 s1',
      'server SYN-ACK at 11 lost, s2',
      'server SYN-ACK again 1 at 1001 arrived 1011, c2 s3',
      'client RST-P at 1012 arrived 1022, c3 s4',
    ]);
  });

  it('never arrive when they are lost, whoever sent them', async () => {
    const path = talk().c('PA', { payload: 5, lost: true }).wait(189).c('PA', { payload: 5, again: true });
    path.s('A', { lost: true }).s('PA', { payload: 7, lost: true });
    expect((await lines(path.witness())).slice(5)).toEqual([
      'client DATA 5 at 55 lost, c6',
      'client DATA 5 again 1 at 255 arrived 265, c7 s6',
      'server ACK at 266 lost, s7',
      'server DATA 7 at 277 lost, s8',
    ]);
  });

  it('are lost too where only the capture that has them ran to the end, as far as anybody knows', async () => {
    const path = talk();
    for (const gap of [200, 400]) path.wait(gap).c('PA', { payload: 5, lost: true });
    const packets = await path.packets();
    expect(packets.slice(5).map(({ arrivedNs }) => arrivedNs)).toEqual([null, null]);
  });

  it('have the numbers and words of one capture', async () => {
    const path = new Path().handshake().c('PA', { payload: 3 }).s('A').s('FA').c('A').c('FA').s('A');
    const { connections } = await path.told({ listPackets: true });
    const short = connections[0]!.packets!.map(
      ({ type, from, to, seq, ack, windowBytes }) => `${from} ${to} ${type} ${seq} ${ack} ${windowBytes}`,
    );
    expect(short).toEqual([
      'client server SYN 0 null 512',
      'server client SYN-ACK 0 1 512',
      'client server HANDSHAKE-ACK 1 1 512',
      'client server DATA 1 1 512',
      'server client ACK 1 4 512',
      'server client FIN 1 4 512',
      'client server ACK 4 2 512',
      'client server FIN 4 2 512',
      'server client ACK 2 5 512',
    ]);
  });

  it('are counted as if the SYN had come just before where nobody saw it', async () => {
    const path = new Path().handshake();
    const late = new Path({ clientPort: 41_000, clientIsn: 5, serverIsn: 6 });
    late.ms = path.ms;
    for (let at = 0; at < 3; at += 1)
      late.c('PA', { payload: 4, seq: 1000 + 4 * at }).s('PA', { payload: 2, seq: 2000 + 2 * at });
    const { connections } = await path.beside(late).told({ listPackets: true });
    expect(connections[1]!.packets!.map(({ seq }) => seq)).toEqual([1, 1, 5, 3, 9, 5]);
  });

  it('are the same through address translation', async () => {
    expect(await lines(talk({ translatedTo: '198.51.100.7', serverClockMs: 5 }))).toEqual(
      await lines(talk()),
    );
  });

  it('have each clock’s own say where the clocks run at unlike speeds', async () => {
    const later = talk({ serverClockMs: 400, clientPort: 41_000, clientIsn: 3, serverIsn: 5 });
    const path = talk().beside(later.shift(50_000));
    expect(await lines(path)).toEqual(await lines(talk()));
  });

  it('arrive as they leave where a clock runs away while the connection lasts', async () => {
    const path = talk();
    const drifted = new Path({ serverClockMs: -400 });
    drifted.ms = 10_000;
    drifted.c('PA', { payload: 1, seq: 1_000_021 }).s('PA', { payload: 1, seq: 0xffff_fff1 });
    const packets = await path.beside(drifted).packets();
    expect(packets).toHaveLength(7);
    for (const { atNs, arrivedNs } of packets) expect(arrivedNs).toBeGreaterThanOrEqual(atNs);
  });
});

describe('a capture that did not run all the time', () => {
  it('lost nothing before it began, since its own end answered then', async () => {
    const path = new Path()
      .c('S', { uncaptured: 'server' })
      .s('SA', { uncaptured: 'server' })
      .c('A', { uncaptured: 'server' })
      .wait(200)
      .c('PA', { payload: 20 })
      .s('A');
    expect(await lines(path)).toEqual([
      'client SYN at 0 arrived 0, c1',
      'server SYN-ACK at 21 arrived 21, c2',
      'client HANDSHAKE-ACK at 22 arrived 22, c3',
      'client DATA 20 at 233 arrived 243, c4 s1',
      'server ACK at 244 arrived 254, c5 s2',
    ]);
  });

  it('lost nothing after it had ended', async () => {
    const path = talk()
      .wait(500)
      .c('PA', { payload: 5, uncaptured: 'server' })
      .s('A', { uncaptured: 'server' })
      .c('A', { uncaptured: 'server' });
    expect((await lines(path)).slice(5)).toEqual([
      'client DATA 5 at 555 arrived 555, c6',
      'server ACK at 576 arrived 576, c7',
      'client ACK at 577 arrived 577, c8',
    ]);
    const believed = await path.packets({ ranThroughout: true });
    expect(believed.slice(5).map(({ arrivedNs }) => arrivedNs === null)).toEqual([true, false, true]);
  });

  it('lost what followed a reset that may have been forged, which proves nothing', async () => {
    const path = talk().s('RA', { forged: true, ttl: 61 }).wait(20).c('PA', { payload: 5, lost: true });
    expect((await lines(path)).at(-1)).toBe('client DATA 5 at 86 lost, c7');
  });

  it('has missed what was acknowledged although nothing else brought it', async () => {
    const path = talk().c('PA', { payload: 5, uncaptured: 'server' }).s('A').witness();
    expect((await lines(path)).slice(5)).toEqual([
      'client DATA 5 at 55 arrived 55, c6',
      'server ACK at 66 arrived 76, c7 s6',
    ]);
  });

  it('has not missed what a later copy brought', async () => {
    const path = talk().c('PA', { payload: 5, lost: true }).wait(300);
    path.c('PA', { payload: 5, again: true }).s('A');
    expect((await path.packets()).map(({ arrivedNs }) => arrivedNs === null).indexOf(true)).toBe(5);
  });

  it('says nothing of what it did not keep', async () => {
    const path = talk().c('PA', { payload: 5, lost: true }).s('PA', { payload: 5 }).witness();
    const { story } = await path.story({ packets: 5 });
    expect(story.dropped).toBe(3);
    expect(story.events.filter((event) => event.kind === 'packet' && event.arrivedNs === null)).toEqual([]);
  });
});

describe('a reset', () => {
  it('that did not leave its side was sent from the middle, and leaves that side as it is', async () => {
    const { story } = await talk().s('RA', { forged: true, ttl: 61 }).wait(300).witness().story();
    const reset = story.events.findLast((event) => event.kind === 'packet')!;
    expect(told(reset)).toBe('middle RST-A at 65 arrived 65, c6');
    expect(reset.to).toBe('client');
    expect(statesOf(story).slice(-2)).toEqual(['32 server ESTABLISHED', '65 client CLOSED']);
  });

  it('that may have left it before its capture began, or after it had ended, is that side’s', async () => {
    const [reset] = (await talk().s('RA', { forged: true, ttl: 61 }).packets()).slice(-1);
    expect(told(reset!)).toBe('server RST-A at 65 arrived 65, c6');
  });

  it('that never arrives closes one end only', async () => {
    const { story } = await talk().s('RA', { lost: true }).wait(300).witness().story();
    expect(statesOf(story).slice(-1)).toEqual(['55 server CLOSED']);
  });
});

function refused(): Path {
  const path = talk();
  for (const gap of [200, 400])
    path
      .wait(gap)
      .c('PA', { payload: 5, again: gap === 400, lost: 'behind' })
      .icmp('client');
  return path.witness();
}

describe('an ICMP error', () => {
  it('that two captures saw is one', async () => {
    expect((await lines(refused(), { order: three })).slice(5)).toEqual([
      'client DATA 5 at 255 middle 260 lost, c6 m6',
      'middle ICMP-HOST-UNREACHABLE at 266 middle 266 arrived 271, c7 m7',
      'client DATA 5 again 1 at 676 middle 681 lost, c8 m8',
      'middle ICMP-HOST-UNREACHABLE at 687 middle 687 arrived 692, c9 m9',
    ]);
  });

  it('tells how far a clock is off', async () => {
    const path = new Path({ middleClockMs: 300 }).c('S', { lost: 'behind' }).icmp('client');
    expect(await lines(path, { order: ['client', 'middle'] })).toEqual([
      'client SYN at 0 middle 5 arrived 5, c1 m1',
      'middle ICMP-HOST-UNREACHABLE at 11 middle 11 arrived 16, c2 m2',
    ]);
  });

  it('that one capture saw stands where that was', async () => {
    expect((await lines(refused())).slice(5)).toEqual([
      'client DATA 5 at 255 lost, c6',
      'middle ICMP-HOST-UNREACHABLE at 271 arrived 271, c7',
      'client DATA 5 again 1 at 676 lost, c8',
      'middle ICMP-HOST-UNREACHABLE at 692 arrived 692, c9',
    ]);
  });

  it('may be lost, and its evidence stands in order of time', async () => {
    const path = talk().c('PA', { payload: 5, lost: 'behind' }).icmp('client', { lost: true }).witness();
    expect((await lines(path, { order: three })).at(-1)).toBe(
      'middle ICMP-HOST-UNREACHABLE at 66 middle 66 lost, m7',
    );
    const { verdict } = await refused().record({ order: three });
    const frames = verdict.evidence.map(({ frame, file }) => `${file} ${frame}`);
    expect(frames.indexOf('client.pcap 7')).toBe(1);
    expect(frames).not.toContain('middle.pcap 7');
  });
});

describe('packets that three captures saw', () => {
  it('pass the middle, or are lost before or behind it', async () => {
    const path = talk({ middleClockMs: 7, serverClockMs: -70 })
      .c('PA', { payload: 5, lost: true })
      .c('PA', { payload: 6, lost: 'behind' })
      .s('PA', { payload: 7, lost: 'behind' });
    expect((await lines(path.witness(), { order: three })).slice(3)).toEqual([
      'client DATA 20 at 33 middle 38 arrived 43, c4 m4 s4',
      'server ACK at 44 middle 49 arrived 54, c5 m5 s5',
      'client DATA 5 at 55 lost, c6',
      'client DATA 6 at 66 middle 71 lost, c7 m6',
      'server DATA 7 at 77 middle 82 lost, m7 s6',
    ]);
  });

  it('are told apart where they look alike', async () => {
    const path = talk({ version: 6 }).s('A', { lost: 'behind' }).s('A').witness();
    expect((await lines(path, { order: three })).slice(5)).toEqual([
      'server ACK at 55 middle 60 lost, m6 s6',
      'server ACK at 66 middle 71 arrived 76, c6 m7 s7',
    ]);
  });

  it('pass the middle neither before they left nor after they arrived, whatever its clock says', () => {
    const places = three.map((at) => ({ vantage: { at, how: 'given' } }));
    const passage = (...times: readonly (number | null)[]): unknown => {
      const seen = times.map((atNs) => (atNs === null ? null : { atNs, from: 'client' }));
      const journey = { from: 'client', seen } as unknown as Journey;
      return passageOf({ places } as unknown as Comparison, journey, seen[2] === null);
    };
    expect(passage(10, 4, 20)).toEqual({ atNs: 10, middleNs: 10, arrivedNs: 20 });
    expect(passage(10, 24, 20)).toEqual({ atNs: 10, middleNs: 20, arrivedNs: 20 });
    expect(passage(10, 24, null)).toEqual({ atNs: 10, middleNs: 24, arrivedNs: null });
    expect(passage(10, null, 8)).toEqual({ atNs: 10, middleNs: null, arrivedNs: 10 });
  });

  it('end where they were last seen if nobody looked further on', async () => {
    const path = talk().c('PA', { payload: 5, lost: true }).witness();
    expect((await lines(path, { order: ['client', 'middle'] })).slice(3)).toEqual([
      'client DATA 20 at 33 middle 38 arrived 38, c4 m4',
      'server ACK at 49 middle 49 arrived 54, c5 m5',
      'client DATA 5 at 55 lost, c6',
    ]);
    expect((await lines(path, { order: ['middle', 'server'] })).slice(3)).toEqual([
      'client DATA 20 at 33 middle 33 arrived 38, m4 s4',
      'server ACK at 39 middle 44 arrived 44, m5 s5',
    ]);
  });
});

describe('segments that a network card cut or joined', () => {
  it('are told as they left', async () => {
    const path = talk().c('PA', { payload: 3000, cutInto: 3 }).s('PA', { payload: 4000, cutInto: 2 });
    path.c('A', { payload: 600, joinedFrom: 2 }).s('PA', { payload: 800, joinedFrom: 2 });
    expect((await lines(path)).slice(5)).toEqual([
      'client DATA 3000 at 55 arrived 65, c6 s6',
      'server DATA 4000 at 66 arrived 76, c7 s9',
      'client DATA 300 at 77 arrived 87, c9 s10',
      'client DATA 300 at 77 arrived 87, c10 s10',
      'server DATA 400 at 88 arrived 98, c11 s11',
      'server DATA 400 at 88 arrived 98, c11 s12',
    ]);
  });

  it('are told in pieces where some of them were lost, and what was sent again brings only that', async () => {
    const path = talk()
      .c('PA', { payload: 3000, cutInto: 3, lostParts: [1] })
      .s('A')
      .wait(200);
    path.c('A', { payload: 1000, seq: 1_001_021 }).s('A');
    expect((await lines(path)).slice(5)).toEqual([
      'client DATA 1000 at 55 arrived 65, c6 s6',
      'client DATA 1000 at 55 lost, c6',
      'client DATA 1000 at 55 arrived 65, c6 s7',
      'server ACK at 66 arrived 76, c7 s8',
      'client DATA 1000 again 1 at 277 arrived 287, c8 s9',
      'server ACK at 288 arrived 298, c9 s10',
    ]);
  });

  it('end the stream only with their last piece', async () => {
    const path = talk().c('FA', { payload: 2000, cutInto: 2, lostParts: [0] });
    expect((await lines(path.witness())).slice(5)).toEqual([
      'client DATA 1000 at 55 lost, c6',
      'client FIN 1000 at 55 arrived 65, c6 s6',
    ]);
  });

  it('are told so in the other direction and past the middle as well', async () => {
    const path = talk().s('PA', { payload: 3000, cutInto: 3, lostParts: [0] });
    path.c('PA', { payload: 3000, cutInto: 3, lostParts: [2] }).witness();
    expect((await lines(path, { order: three })).slice(5).toSorted()).toEqual(
      [
        'client DATA 1000 at 66 middle 71 arrived 76, c8 m9 s7',
        'client DATA 1000 at 66 middle 71 arrived 76, c8 m10 s8',
        'client DATA 1000 at 66 middle 71 lost, c8 m11',
        'server DATA 1000 at 55 middle 60 arrived 65, c6 m7 s6',
        'server DATA 1000 at 55 middle 60 arrived 65, c7 m8 s6',
        'server DATA 1000 at 55 middle 60 lost, m6 s6',
      ].toSorted(),
    );
  });
});

describe('a story', () => {
  it('is what one capture tells of a connection that only one saw', async () => {
    const path = talk();
    const story = await path.story({ order: ['client'] });
    const explainer = new Explainer({ file: 'x', at: 'client', packets: { most: 2000 } });
    explainer.push(path.capture('client'));
    explainer.finish();
    expect(story.story).toEqual(recordWithStory(explainer.take()!).story);
    expect(story.story).toBe(story.story);
  });

  it('shows as lost what only one capture has, if others show that they ran', async () => {
    const path = new Path().witness().c('S', { lost: true }).wait(1000).c('S', { lost: true, again: true });
    const { record, story } = await path.witness().story();
    expect(record.vantages).toHaveLength(1);
    expect(story.events.flatMap((event) => (event.kind === 'packet' ? [told(event)] : []))).toEqual([
      'client SYN at 0 lost, c9',
      'client SYN again 1 at 1011 lost, c10',
    ]);
  });

  it('has the frames’ bytes under the vantages by which the packets name them', async () => {
    const { record, story } = await talk()
      .icmp('client')
      .story({ bytes: { payload: 4 }, order: three });
    expect(Object.keys(story.bytes)).toEqual(['client', 'middle', 'server']);
    for (const event of story.events) {
      if (event.kind !== 'packet') continue;
      for (const at of three) {
        const frame = event.frames[at];
        if (frame !== undefined) expect(story.bytes[at]![frame]![0]).toBe(0x45);
      }
    }
    // headers and four bytes
    expect(story.bytes.server![4]).toHaveLength(44);
    for (const at of three) expect(vantageOfFile(record, `${at}.pcap`)).toBe(at);
    expect((await talk().story()).story.bytes).toEqual({});
  });

  it('names the frames of one capture only where two were made at the same place', async () => {
    const path = talk();
    const { record, story } = await path.story({ order: ['middle', 'middle'] });
    expect(record.vantages!.map(({ at }) => at)).toEqual(['middle', 'middle']);
    expect(vantageOfFile(record, 'middle.pcap')).toBe('middle');
    const views = record.vantages!.map((view, index) => ({ ...view, file: `${index}.pcap` }));
    expect(vantageOfFile({ ...record, vantages: views }, '0.pcap')).toBe('middle');
    expect(vantageOfFile({ ...record, vantages: views }, '1.pcap')).toBeNull();
    expect(vantageOfFile({ ...record, vantages: views }, 'other.pcap')).toBeNull();
    const packets = story.events.filter((event) => event.kind === 'packet');
    expect(packets.map(({ frames }) => frames)).toEqual([1, 2, 3, 4, 5].map((middle) => ({ middle })));
    const seen = ['client', 'middle', 'middle', 'unknown'].map((at) => ({ vantage: { at }, main: {} }));
    const places = seen.with(0, { ...seen[0]!, main: null! }) as unknown as readonly Place[];
    expect([...namedPlaces(places)]).toEqual([
      ['middle', 1],
      ['client', 3],
    ]);
  });

  it('names frames of an unknown place as a client’s', async () => {
    const { record } = await talk().story({ order: ['server'] });
    expect(vantageOfFile({ ...record, vantages: [] })).toBe('server');
    const { vantages: _, ...alone } = record;
    expect(vantageOfFile({ ...alone, vantage: { at: 'unknown', how: 'nothing' } }, 'any')).toBe('client');
  });
});
