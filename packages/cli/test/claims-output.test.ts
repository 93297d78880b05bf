import { describe, expect, it } from 'vitest';
import { type Claim, claims } from '@halfopen/catalogue';
import { type Booking, type DecidedClaim, decideClaims, type RunResult, scenarios } from '@halfopen/lab';
import { claimLine, claimsSummaryLine } from '../src/claims/jsonl.ts';
import { claimText, troubleText } from '../src/claims/text.ts';
import { exitCodeOf, type Trouble, troubleOf, troublesOfClaim } from '../src/claims/trouble.ts';

const style = { colour: false, ascii: true, width: 100 };
const late: Trouble = { case: 'close-cut', variant: 'late', outcome: 'surprised', why: ['a FIN too many'] };
const faulty: Trouble = { case: 'conn-refused', variant: 'retry', outcome: 'failed', why: ['tcpdump ended'] };

function claimNamed(id: string): Claim {
  const claim = claims.find((each) => each.id === id);
  if (claim === undefined) throw new TypeError(id);
  return claim;
}

function decidedNamed(id: string): DecidedClaim {
  const decided = decideClaims(new Map()).find(({ claim }) => claim.id === id);
  if (decided === undefined) throw new TypeError(id);
  return decided;
}

function lineOfS01(troubles: readonly Trouble[]): unknown {
  return JSON.parse(claimLine(decidedNamed('S01'), troubles));
}

describe('runs that the claims need', () => {
  const booking: Booking = { scenario: scenarios['close-cut'], variant: 'late' };
  const result = { outcome: 'as-expected', surprises: [], record: null } as unknown as RunResult;

  it('are trouble when they surprise, are skipped, or the lab fails', () => {
    expect(troubleOf(booking, result)).toBeNull();
    expect(troubleOf(booking, { ...result, outcome: 'surprised', surprises: ['a FIN too many'] })).toEqual(
      late,
    );
    expect(troubleOf(booking, { outcome: 'surprised', fault: 'tcpdump ended', tookMs: 1 })).toEqual({
      ...late,
      outcome: 'failed',
      why: ['tcpdump ended'],
    });
  });

  it('trouble the claims that look at them, by case or by variant, and no other', () => {
    expect(troublesOfClaim(claimNamed('S01'), [late, faulty])).toEqual([faulty]);
    expect(troublesOfClaim(claimNamed('S43'), [late, faulty])).toEqual([]);
    for (const claim of claims) {
      if (claim.test.by === 'nothing') continue;
      const looks = claim.test.runs.some((run) => run === 'close-cut' || run === 'close-cut/late');
      expect(troublesOfClaim(claim, [late]), claim.id).toEqual(looks ? [late] : []);
    }
  });

  it('decide the exit code: a surprise before a fault before an undecided claim', () => {
    expect(exitCodeOf([], false)).toBe(0);
    expect(exitCodeOf([], true)).toBe(1);
    expect(exitCodeOf([faulty], true)).toBe(4);
    expect(exitCodeOf([faulty, late], false)).toBe(1);
    expect(exitCodeOf([{ ...late, outcome: 'skipped' }], false)).toBe(0);
  });
});

describe('a claim that rests on a run that was not as expected', () => {
  it('says so in the JSON line', () => {
    expect(lineOfS01([late])).not.toHaveProperty('notAsExpected');
    expect(lineOfS01([faulty])).toMatchObject({
      id: 'S01',
      notAsExpected: [{ run: 'conn-refused/retry', outcome: 'failed', why: ['tcpdump ended'] }],
    });
  });

  it('says so below the text, and on standard error why', () => {
    expect(claimText(style, decidedNamed('S01'), [])).not.toContain('Not as expected');
    expect(claimText(style, decidedNamed('S01'), [faulty])).toMatch(
      /\n {15}Not as expected: conn-refused\/retry \(failed\)\.$/,
    );
    expect(troubleText(style, faulty)).toBe('XX conn-refused/retry: the lab itself failed: tcpdump ended');
    expect(troubleText(style, late)).toBe('XX close-cut/late: surprised: a FIN too many');
  });

  it('is counted in the last line', () => {
    expect(JSON.parse(claimsSummaryLine(decideClaims(new Map()), [late, faulty], 40))).toMatchObject({
      type: 'summary',
      claims: 46,
      byVerdict: { undecided: 43, 'no run': 3 },
      runs: 40,
      surprised: 1,
      skipped: 0,
      failed: 1,
    });
  });
});
