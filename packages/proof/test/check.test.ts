import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckSetting, check } from '../src/check/check.ts';
import type { Finding, Verdict } from '../src/check/verdict.ts';
import type { Expectation } from '../src/faults/fault.ts';
import type { Entry, Side } from '../src/record/records.ts';

const quiet: CheckSetting = { faults: [], noticeLimitMs: null, outlivesKill: false };

/** A log of one direction, a line per millisecond. */
class Log {
  readonly lines: Entry[] = [];
  #ms = 0;

  sending(id: number, side: Side = 'client'): this {
    return this.#add({ type: 'sending', id, side, atMs: ++this.#ms });
  }
  sent(id: number, side: Side = 'client'): this {
    return this.#add({ type: 'sent', id, side, atMs: ++this.#ms });
  }
  failed(id: number, delivered: 'no' | 'maybe' | null = null): this {
    return this.#add({ type: 'failed', id, code: 'X', delivered, side: 'client', atMs: ++this.#ms });
  }
  got(id: number, flagged = false, intact = true): this {
    return this.#add({ type: 'got', id, flagged, intact, side: 'server', atMs: ++this.#ms });
  }
  killed(side: Side): this {
    return this.#add({ type: 'killed', side, atMs: ++this.#ms });
  }
  at(entry: Entry): this {
    return this.#add(entry);
  }
  #add(entry: Entry): this {
    this.lines.push(entry);
    return this;
  }
}

/** What may happen to a message, and what the checker must make of it. */
const fates = [
  'arrives',
  'lost',
  'repeated',
  'flagged',
  'given back',
  'refused',
  'wrongly no',
  'never taken',
] as const;
type Fate = (typeof fates)[number];

function write(log: Log, id: number, fate: Fate): void {
  log.sending(id);
  switch (fate) {
    case 'arrives':
      log.sent(id).got(id);
      return;
    case 'lost':
      log.sent(id);
      return;
    case 'repeated':
      log.sent(id).got(id).got(id);
      return;
    case 'flagged':
      log.sent(id).got(id).got(id, true);
      return;
    case 'given back':
      log.sent(id).failed(id, 'maybe');
      return;
    case 'refused':
      log.failed(id);
      return;
    case 'wrongly no':
      log.sent(id).failed(id, 'no').got(id);
      return;
    case 'never taken':
      return;
  }
}

describe('the balance of a direction', () => {
  it('finds exactly what happened to each message', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fates), { maxLength: 40 }), (list) => {
        const log = new Log();
        list.forEach((fate, index) => write(log, index + 1, fate));
        const ids = (...some: readonly Fate[]): number[] =>
          list.flatMap((fate, index) => (some.includes(fate) ? [index + 1] : []));
        const { balances, sound } = check(log.lines, quiet);
        expect(balances.client).toMatchObject({
          lost: ids('lost'),
          repeated: ids('repeated'),
          flagged: ids('flagged'),
          uncertain: ids('given back', 'refused'),
          wronglyNo: ids('wrongly no'),
          reordered: [],
          orphaned: [],
          damaged: 0,
          delivered: ids('arrives', 'repeated', 'flagged', 'wrongly no').length,
          sent: list.length - ids('refused', 'never taken').length,
        });
        expect(sound).toBe(ids('lost', 'repeated', 'wrongly no').length === 0);
      }),
    );
  });

  it('counts as out of order what comes for the first time after a later one, however they are mixed', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 12 }, (_, index) => index + 1),
          { minLength: 12 },
        ),
        (order) => {
          const log = new Log();
          for (const id of order.toSorted((a, b) => a - b)) log.sending(id).sent(id);
          for (const id of order) log.got(id);
          const late = order.filter((id, index) => order.slice(0, index).some((before) => before > id));
          const verdict = check(log.lines, quiet);
          expect(verdict.balances.client.reordered).toStrictEqual(late);
          expect(verdict.findings.includes('reordered')).toBe(late.length > 0);
        },
      ),
    );
  });

  it('does not charge the library with what died with its sender, unless that was stored', () => {
    const log = new Log().sending(1).sent(1).killed('client').sending(2).sent(2);
    expect(check(log.lines, quiet).balances.client).toMatchObject({ orphaned: [1], lost: [2] });
    expect(check(log.lines, { ...quiet, outlivesKill: true }).balances.client).toMatchObject({
      orphaned: [],
      lost: [1, 2],
    });
  });

  it('charges the library when the receiver was killed', () => {
    const log = new Log().sending(1).sent(1).killed('server');
    expect(check(log.lines, quiet).findings).toStrictEqual(['lost']);
  });

  it('counts a message with other bytes as damaged, not as delivered', () => {
    const { balances, findings } = check(new Log().sending(1).sent(1).got(1, false, false).lines, quiet);
    expect(balances.client).toMatchObject({ damaged: 1, delivered: 0, lost: [1] });
    expect(findings).toContain('damaged');
  });
});

/** One fault; the client notices it, or nobody. */
function faultLog(beginMs: number, endMs: number, downMs: number | null, gotMs: number | null): Entry[] {
  const log = new Log()
    .at({ type: 'up', side: 'client', atMs: -2 })
    .at({ type: 'up', side: 'server', atMs: -1 })
    .at({ type: 'begin', fault: 0, atMs: beginMs })
    .at({ type: 'end', fault: 0, atMs: endMs });
  if (downMs !== null) log.at({ type: 'down', side: 'client', code: 'GONE', atMs: downMs });
  if (gotMs !== null)
    log.at({ type: 'got', id: 1, flagged: false, intact: true, side: 'server', atMs: gotMs });
  return log.lines;
}

/** As {@link faultLog}, but the server notices it as well. */
function bothGone(beginMs: number, endMs: number, downMs: number, gotMs: number): Entry[] {
  const server: Entry = { type: 'down', side: 'server', code: 'GONE', atMs: downMs };
  return [...faultLog(beginMs, endMs, downMs, gotMs), server];
}

function gotBy(side: Side, id: number, atMs: number): Entry {
  return { type: 'got', id, flagged: false, intact: true, side, atMs };
}

function clientTold(type: 'up' | 'gone', atMs: number): Entry {
  if (type === 'up') return { type, side: 'client', atMs };
  return { type: 'down', code: 'GONE', side: 'client', atMs };
}

function judged(expects: Expectation, lines: readonly Entry[]): Verdict {
  return check(lines, { faults: [{ name: 'x', expects }], noticeLimitMs: 5000, outlivesKill: false });
}

describe('the outcome of a fault', () => {
  it('says when it was noticed and when it was over', () => {
    const { faults } = judged('break', faultLog(1000, 2000, 1250, 2600));
    expect(faults).toStrictEqual([
      {
        name: 'x',
        lastedMs: 1000,
        noticed: { client: { afterMs: 250, code: 'GONE' }, server: null },
        wasWell: true,
        backMs: null,
        recoveredMs: 600,
      },
    ]);
  });

  it('counts as back only a connection over which something came, or the last', () => {
    const lines = faultLog(1000, 2000, 1250, null);
    const back = (...more: readonly Entry[]): number | null | undefined =>
      judged('break', [...lines, ...more]).faults[0]?.backMs;
    expect(back()).toBe(null);
    expect(back(clientTold('up', 1400), clientTold('gone', 1401), clientTold('up', 2300))).toBe(1300);
    expect(back(clientTold('up', 1400), clientTold('gone', 1401))).toBe(null);
    expect(
      back(
        clientTold('up', 1400),
        gotBy('client', 1, 1500),
        clientTold('gone', 2000),
        clientTold('up', 2300),
      ),
    ).toBe(400);
  });

  it('does not charge a fault with what the one before has left', () => {
    const lines: Entry[] = [
      ...faultLog(0, 100, null, null),
      { type: 'begin', fault: 1, atMs: 200 },
      { type: 'end', fault: 1, atMs: 900 },
      { type: 'down', side: 'client', code: 'LATE', atMs: 300 },
      gotBy('server', 2, 1000),
    ];
    const findings = (...more: readonly Entry[]): readonly Finding[] =>
      check([...lines, ...more], {
        faults: [
          { name: 'x', expects: 'break' },
          { name: 'y', expects: 'live' },
        ],
        noticeLimitMs: 5000,
        outlivesKill: false,
      }).findings;
    expect(findings(gotBy('client', 1, 150))).toStrictEqual([]);
    expect(findings(gotBy('client', 1, 150), gotBy('server', 1, 150))).toStrictEqual(['gave-up-live-peer']);
  });

  it('expects nobody to notice that a connection which was not there is silent', () => {
    const lines = faultLog(0, 9000, null, 9100);
    const down: Entry = { type: 'down', side: 'server', code: 'GONE', atMs: -0.5 };
    expect(judged('notice', lines).findings).toStrictEqual(['noticed-late']);
    expect(judged('notice', [...lines, down]).findings).toStrictEqual([]);
  });

  it.each([
    ['both in time', null, 4900, 5400, []],
    ['the client too late', null, 5600, 4900, ['noticed-late']],
    ['the server too late', null, 4900, 5600, ['noticed-late']],
    ['the server never', null, 4900, null, ['noticed-late']],
    ['the client alone, which must', ['client'], 4900, null, []],
    ['the client alone, where the server must', ['server'], 4900, null, ['noticed-late']],
    ['the server alone, which must', ['server'], null, 4900, []],
    ['the server alone, where the client must', ['client'], null, 4900, ['noticed-late']],
  ] as const)('judges who notices a silence: %s', (_, silentFor, clientMs, serverMs, findings) => {
    const lines = faultLog(0, 9000, clientMs, 9100);
    if (serverMs !== null) lines.push({ type: 'down', side: 'server', code: 'GONE', atMs: serverMs });
    const fault = { name: 'x', expects: 'notice', ...(silentFor === null ? {} : { silentFor }) } as const;
    const setting = { faults: [fault], noticeLimitMs: 5000, outlivesKill: false };
    expect(check(lines, setting).findings).toStrictEqual(findings);
  });

  it('lets a server know by the next connection that the one before is gone', () => {
    const lines = faultLog(0, 9000, 2500, 9100);
    expect(judged('notice', [...lines, clientTold('up', 2700)]).findings).toStrictEqual([]);
    expect(judged('notice', [...lines, clientTold('up', 5600)]).findings).toStrictEqual(['noticed-late']);
  });

  it.each([
    ['a silence noticed in time', 'notice', bothGone(0, 9000, 4900, 9100), []],
    ['a silence noticed too late', 'notice', bothGone(0, 9000, 7000, 9100), ['noticed-late']],
    ['a silence noticed within the tolerance', 'notice', bothGone(0, 9000, 5450, 9100), []],
    ['a silence too short by the tolerance', 'notice', faultLog(0, 5450, null, 9100), []],
    ['a silence not noticed', 'notice', faultLog(0, 9000, null, 9100), ['noticed-late']],
    ['a silence that was over before it had to be noticed', 'notice', faultLog(0, 5100, null, 5200), []],
    ['a living peer that was kept', 'live', faultLog(0, 9000, null, 9100), []],
    ['a living peer that was given up', 'live', faultLog(0, 9000, 8000, 9100), ['gave-up-live-peer']],
    ['a busy peer that was given up too soon', 'busy', faultLog(0, 3000, 3100, 3200), ['gave-up-live-peer']],
    ['a busy peer that was silent for too long', 'busy', faultLog(0, 4900, 4600, 5200), []],
    ['nothing arriving any more', 'break', faultLog(0, 1000, 10, null), ['not-recovered']],
  ] as const)('judges %s', (_, expects, lines, findings) => {
    expect(judged(expects, lines).findings).toStrictEqual(findings);
  });
});
