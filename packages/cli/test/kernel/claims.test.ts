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

/** Where the articles are wrong or say too much on any Linux: behaviour that no setting changes. */
const contradicted = ['S18', 'S21', 'S28', 'S30', 'S40', 'S42'];

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

  it.each(contradicted)('%s is contradicted', (id) => {
    expect(['partly', 'wrong']).toContain(lines.find((line) => line.id === id)?.verdict);
  });
});
