import { describe, expect, it } from 'vitest';
import { decideClaims, runsForClaims } from '../src/claims.ts';
import { claimChecks } from '../src/claims/checks.ts';
import { scenarios } from '../src/scenarios.ts';
import { findingOf, record } from './record-builder.ts';

describe('the register of claim checks', () => {
  it('has a check of its own for each claim', () => {
    const checks = Object.values(claimChecks);
    expect(new Set(checks).size).toBe(checks.length);
  });

  it('names only runs that the lab can make', () => {
    const names = new Set(
      Object.values(scenarios).flatMap(({ case: { id, variants } }) => [
        id,
        ...variants.map(({ name }) => `${id}/${name}`),
      ]),
    );
    expect(runsForClaims().filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('a claim whose runs did not come to a result', () => {
  it('is undecided, and says which run is missing', () => {
    const refused = decideClaims(new Map()).find(({ claim }) => claim.id === 'S01');
    expect(refused).toMatchObject({
      finding: { verdict: 'undecided', because: 'conn-refused did not come to a result' },
    });
  });

  it('is undecided where the run broke off too soon', () => {
    const broken = record('0 client > SYN, lost');
    const undecided = decideClaims(new Map(runsForClaims().map((name) => [name, broken]))).filter(
      (decided) => decided.decided && decided.finding.verdict !== 'undecided',
    );
    expect(undecided.map(({ claim }) => claim.id)).toEqual([]);
  });
});

describe("the kernel's own reasons", () => {
  const synAck = { 'conn-late-synack': '0.3 client close = 0\n1.0 client > RST-P' };
  const data = '0.1 client > DATA\n0.2 server > RST-P';

  it('are told where its trace could be read', () => {
    const traced = { 'idle-reboot': `${data}\n0.2 server * send_reset TCP_FLAGS` };
    const { because } = findingOf('S41', { ...traced, ...synAck });
    expect(because).toContain('RST-P, TCP_FLAGS');
  });

  it('change no verdict where it could not', () => {
    const finding = findingOf('S41', { 'idle-reboot': data, ...synAck });
    expect(finding).toMatchObject({ verdict: 'true', because: expect.stringContaining('(RST-P)') });
  });
});
