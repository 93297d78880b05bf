import { beforeAll, describe, expect, it } from 'vitest';
import { claims } from '@halfopen/catalogue';
import { halfopen, jsonLines } from '../command-line.ts';
import { labUnavailable } from './availability.ts';

interface ClaimLine {
  readonly type: string;
  readonly id: string;
  readonly verdict: string | null;
  readonly because: string;
}

/** What the articles get wrong on any Linux: behaviour that no setting changes. */
const contradicted: readonly (readonly [string, string])[] = [
  ['S18', 'wrong'],
  ['S21', 'wrong'],
  ['S30', 'wrong'],
  ['S40', 'wrong'],
];

describe.skipIf(labUnavailable() !== null)('the claims, held against this kernel', () => {
  let lines: readonly ClaimLine[];

  beforeAll(async () => {
    const { stdout } = await halfopen(['lab', '--claims', '--json']);
    lines = jsonLines<ClaimLine>(stdout).filter(({ type }) => type === 'claim');
  });

  it('are all there, each with a verdict or the reason why no run can decide it', () => {
    expect(lines.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    for (const claim of claims) {
      const line = lines.find(({ id }) => id === claim.id);
      expect(line?.because.length).toBeGreaterThan(20);
      if (claim.test.by === 'nothing') expect(line?.verdict).toBeNull();
      else expect(['true', 'partly', 'outdated', 'wrong']).toContain(line?.verdict);
    }
  });

  it.each(contradicted)('%s is %s', (id, verdict) => {
    expect(lines.find((line) => line.id === id)).toMatchObject({ id, verdict });
  });
});
