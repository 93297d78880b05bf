import { describe, expect, it } from 'vitest';
import type { Capabilities, Tried } from '@halfopen/lab';
import { type Finding, findings } from '../src/doctor.ts';

const capable: Capabilities = {
  platform: 'linux',
  kernel: '6.18.0',
  root: true,
  userNamespace: false,
  glibc: '2.36',
  missingTools: [],
  isolation: 'direct',
  isolationRefused: '',
  rtoMaxKnob: true,
};

function bad(capabilities: Capabilities, tried: readonly Tried[] = []): readonly Finding[] {
  return findings(capabilities, tried).filter(({ good }) => !good);
}

function isOptional(name: Tried['name']): boolean | undefined {
  return bad(capable, [{ name, refused: 'no' }])[0]?.optional;
}

describe('the findings of the doctor', () => {
  it('are all good where nothing is missing', () => {
    expect(bad(capable, [{ name: 'settings', refused: null }])).toEqual([]);
  });

  it('give every one a name of its own', () => {
    const names = findings(capable, [{ name: 'trace', refused: null }]).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('name what was refused, why, and what helps', () => {
    expect(bad(capable, [{ name: 'states', refused: 'sock_diag calls it CLOSED' }])).toEqual([
      {
        name: 'try-states',
        good: false,
        optional: false,
        what: 'cannot ask for the state of a connection (tcp_diag)',
        mend: [
          'sock_diag calls it CLOSED',
          'sudo modprobe tcp_diag',
          'the kernel must be built with CONFIG_INET_TCP_DIAG',
        ],
      },
    ]);
  });

  it('take only the kernel trace and its reasons for a luxury', () => {
    expect(isOptional('trace')).toBe(true);
    expect(isOptional('reset-reasons')).toBe(true);
    for (const name of ['thread', 'namespace', 'settings', 'topology', 'captures', 'firewall'] as const)
      expect(isOptional(name)).toBe(false);
  });

  it('name the package of a missing program, and another C library', () => {
    expect(bad({ ...capable, root: false, missingTools: ['nft'] })).toMatchObject([
      { name: 'nft', mend: ['sudo apt-get install -y --no-install-recommends nftables'] },
    ]);
    expect(bad({ ...capable, glibc: null })).toMatchObject([
      { name: 'c-library', what: 'C library: not glibc' },
    ]);
  });
});
