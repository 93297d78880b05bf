import type { CaseName } from '@halfopen/catalogue';
import { describe, expect, it } from 'vitest';
import type { ConnectionRecord } from '../src/record.ts';
import { Path } from './support/two-captures.ts';

function candidates({ verdict }: ConnectionRecord): readonly (CaseName | null)[] {
  return [verdict.case, ...verdict.lookalikes];
}

/** Repeats what the client sent last, with growing gaps. */
function repeat(
  path: Path,
  saying: Parameters<Path['c']>[1],
  between: (path: Path) => void = () => {},
): Path {
  for (const gap of [200, 400, 800]) {
    path.wait(gap).c('PA', { ...saying, again: true });
    between(path);
  }
  return path;
}

/** SYNs of which the server sees nothing, while it sees others. */
function blackholed(): Path {
  const path = new Path().witness().c('S', { lost: true });
  for (const gap of [1000, 2000, 4000]) path.wait(gap).c('S', { lost: true, again: true });
  return path.wait(10).witness();
}

const talk = (): Path => new Path().handshake().c('PA', { payload: 20 }).s('A');

describe('SYNs without an answer', () => {
  it('vanish on the path when the server does not see them', async () => {
    const record = await blackholed().record();
    expect(candidates(record)).toContain('conn-blackhole');
    expect(candidates(record)).not.toContain('conn-server-silent');
    expect(candidates(record)).not.toContain('conn-acceptq-full');
    expect(record.verdict.summary).toContain('not in server.pcap');
    expect(record).toMatchObject({ outcome: 'failed' });
  });

  it('are the same where the captures have to tell by themselves where they were made', async () => {
    const record = await blackholed().record({ infer: true });
    expect(record.verdict.case).toBe('conn-blackhole');
    expect(candidates(record)).not.toContain('conn-server-silent');
  });

  it('may have reached the server while its capture did not run', async () => {
    const path = new Path().c('S', { lost: true });
    for (const gap of [1000, 2000, 4000]) path.wait(gap).c('S', { lost: true, again: true });
    const unsure = await path.record();
    expect(candidates(unsure)).toEqual(expect.arrayContaining(['conn-blackhole', 'conn-server-silent']));
    expect(unsure.verdict.summary).toContain('unless that capture did not run then');
    const sure = await path.record({ ranThroughout: true });
    expect(candidates(sure)).not.toContain('conn-server-silent');
  });

  it('are the server’s own silence when it sees them', async () => {
    const path = new Path().c('S');
    for (const gap of [1000, 2000, 4000]) path.wait(gap).c('S', { again: true });
    const record = await path.witness().record();
    expect(candidates(record)).toContain('conn-server-silent');
    expect(candidates(record)).not.toContain('conn-blackhole');
    expect(candidates(record)).not.toContain('conn-synack-lost');
  });

  it('have an answer that is lost', async () => {
    const path = new Path().witness().c('S').s('SA', { lost: true });
    for (const gap of [1000, 2000, 4000])
      path.wait(gap).c('S', { again: true }).s('SA', { lost: true, again: true });
    const record = await path.witness().record();
    expect(record.verdict.case).toBe('conn-synack-lost');
    expect(candidates(record)).not.toContain('conn-blackhole');
  });
});

describe('a reset', () => {
  it('that the server never sent is not the server’s', async () => {
    const record = await talk()
      .s('RA', { forged: true, ttl: 61 })
      .wait(300)
      .s('PA', { payload: 9, lost: true })
      .witness()
      .record();
    expect(candidates(record)).toEqual(expect.arrayContaining(['rst-injected']));
    for (const name of ['close-unread', 'close-linger0', 'rst-local-kill'] as const)
      expect(candidates(record)).not.toContain(name);
    expect(record.verdict).toMatchObject({ endedBy: 'middle' });
    expect(record.verdict.evidence.map(({ says }) => says).join()).toContain('not sent by the server');
  });

  it('is forged however well it is made', async () => {
    const record = await talk().s('RA', { forged: true }).wait(300).witness().record();
    expect(record.verdict.case).toBe('rst-injected');
    expect(candidates(record)).not.toContain('close-unread');
  });

  it('that the server did send is the server’s', async () => {
    const record = await talk().s('RA').witness().record();
    expect(record.verdict.case).toBe('close-unread');
    expect(candidates(record)).not.toContain('rst-injected');
  });

  it('that never arrived was lost', async () => {
    const path = talk().s('RA', { lost: true }).wait(400).c('PA', { payload: 5 });
    const record = await path.s('R', { seq: 0xffff_fff1 }).witness().record();
    expect(record.verdict.case).toBe('close-rst-lost');
  });

  it('that never arrived was lost even if nothing happens afterwards', async () => {
    const record = await talk().s('RA', { lost: true }).witness().record();
    expect(record.verdict.case).toBe('close-rst-lost');
    expect(candidates(record)).toContain('close-unread');
    expect(record.outcome).toBe('failed');
  });

  it('that is told of once stands once in the evidence', async () => {
    const { verdict } = await talk().s('RA').witness().record();
    expect(verdict.evidence.filter(({ says }) => says.includes('live socket'))).toHaveLength(1);
  });
});

describe('data without an acknowledgement', () => {
  it('that arrives has lost its acknowledgements', async () => {
    const path = new Path().handshake().c('PA', { payload: 20 }).s('A', { lost: true });
    const record = await repeat(path, { payload: 20 }, (each) => each.s('A', { lost: true }))
      .witness()
      .record();
    expect(record.verdict.case).toBe('send-ack-path-cut');
    expect(candidates(record)).not.toContain('send-cut');
    expect(record.outcome).toBe('failed');
  });

  it('that does not arrive is cut off', async () => {
    const path = new Path().handshake().c('PA', { payload: 20, lost: true });
    const record = await repeat(path, { payload: 20, lost: true }).witness().record();
    expect(record.verdict.case).toBe('send-cut');
    expect(candidates(record)).not.toContain('send-ack-path-cut');
  });

  it('that is large is lost by its size when smaller data gets through', async () => {
    const path = new Path()
      .handshake()
      .c('PA', { payload: 20 })
      .s('A')
      .c('A', { payload: 1448, lost: true })
      .c('PA', { payload: 30 })
      .s('A');
    for (const gap of [200, 400, 800]) path.wait(gap).c('A', { payload: 1448, lost: true, seq: 1_000_021 });
    const record = await path.witness().record();
    expect(record.verdict.case).toBe('send-pmtu-blackhole');
    expect(candidates(record)).not.toContain('send-cut');
  });

  it('that was lost at first and then got through is a cut that healed', async () => {
    const path = new Path().handshake().c('PA', { payload: 20, lost: true });
    const record = await repeat(path, { payload: 20, lost: true })
      .wait(1600)
      .c('PA', { payload: 20, again: true })
      .s('A')
      .record();
    expect(record.verdict.case).toBe('send-cut-heals');
    expect(candidates(record)).not.toContain('send-ack-path-cut');
  });

  it('is no loss where a network card cut the segment', async () => {
    const path = new Path().handshake().c('PA', { payload: 2896, cutInto: 2 }).s('A').c('FA').s('FA').c('A');
    const record = await path.record();
    expect(record).toMatchObject({ outcome: 'ok' });
    expect(record.verdict.summary).not.toContain('not in');
  });
});

describe('address translation', () => {
  it('is told of, and one that forgot is found by what leaks', async () => {
    const path = new Path({ translatedTo: '198.51.100.7' })
      .handshake()
      .c('PA', { payload: 20 })
      .s('A')
      .wait(4000);
    path.c('PA', { payload: 21, untranslated: true }).s('R', { untranslated: true, seq: 0xffff_fff1 });
    const record = await path.record();
    expect(record.verdict).toMatchObject({ case: 'nat-idle-leak', lookalikes: [], certainty: 'certain' });
    expect(record.verdict.summary).toContain('10.0.0.2:40000 is translated to 198.51.100.7:40000');
    expect(record.vantages![1]!.frames).toBe(7);
  });

  it('that is not there forgot nothing', async () => {
    const path = new Path().handshake().c('PA', { payload: 20 }).s('A').wait(4000).c('PA', { payload: 21 });
    const record = await path.s('R', { seq: 0xffff_fff1 }).witness().record();
    expect(record.verdict.case).toBe('idle-reboot');
    expect(candidates(record)).not.toContain('nat-idle-leak');
  });
});

describe('a merged verdict', () => {
  it('has failed if it failed anywhere, and is well if it ended well somewhere and failed nowhere', async () => {
    const closing = new Path().handshake().c('PA', { payload: 20 }).s('A').c('FA').s('FA');
    expect((await closing.c('A', { lost: true }).record()).outcome).toBe('ok');
    const reset = new Path().handshake().c('PA', { payload: 20 }).s('A').s('RA', { lost: true });
    expect((await reset.record()).outcome).toBe('failed');
  });

  it('has failed although it ended well at the other end', async () => {
    const path = new Path()
      .handshake()
      .c('FA')
      .s('A')
      .s('FA', { forged: true })
      .c('A', { lost: true, seq: 1_000_002 });
    path.s('PA', { payload: 20, lost: true });
    for (const gap of [200, 400, 800]) path.wait(gap).s('PA', { payload: 20, lost: true, again: true });
    expect((await path.witness().record()).outcome).toBe('failed');
  });

  it('tells its evidence in order of time on one clock, nine pieces at most', async () => {
    const path = new Path({ serverClockMs: -86_400_000 })
      .handshake()
      .c('PA', { payload: 20 })
      .s('A', { lost: true });
    repeat(path, { payload: 20 }, (each) => each.s('A', { lost: true }))
      .c('FA')
      .s('FA', { lost: true })
      .wait(90)
      .s('RA', { lost: true });
    const { verdict } = await path.witness().record();
    expect(verdict.evidence.length).toBeLessThanOrEqual(9);
    for (const file of ['client.pcap', 'server.pcap']) {
      const frames = verdict.evidence.filter((each) => each.file === file).map(({ frame }) => frame);
      expect(frames).toEqual(frames.toSorted((a, b) => a - b));
    }
    const places = verdict.evidence.map(({ file }) => file);
    expect(new Set(places).size).toBe(2);
    expect(places.lastIndexOf('client.pcap')).toBeGreaterThan(places.indexOf('server.pcap'));
  });

  it('says when only the first packets were kept', async () => {
    const path = new Path().handshake().c('PA', { payload: 20 }).s('A').s('RA', { forged: true, ttl: 61 });
    const record = await path.witness().record({ packets: 4 });
    expect(record.verdict.summary).toContain('only its first packets');
    expect(candidates(record)).toContain('rst-injected');
    expect(candidates(record)).toContain('close-unread');
  });

  it('counts every connection once', async () => {
    const { connections, summary } = await blackholed().told();
    expect(summary).toMatchObject({ connections: 3, ok: 2, failed: 1, open: 0, partial: 0 });
    expect(connections.map(({ id }) => id)).toEqual([1, 2, 3]);
    const named = connections.flatMap(({ verdict }) => verdict.case ?? []);
    expect(Object.values(summary.byCase).reduce((sum, count) => sum + count, 0)).toBe(named.length);
  });

  it('does without identifications and with IPv6', async () => {
    const path = new Path({ version: 6 }).handshake().c('PA', { payload: 20, lost: true });
    const record = await repeat(path, { payload: 20, lost: true }).witness().record();
    expect(record.verdict.case).toBe('send-cut');
    expect(candidates(record)).not.toContain('send-ack-path-cut');
  });
});
