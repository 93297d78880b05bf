/** The register of signatures: what packets can show, and the cases that may lie behind it. */
import type { CaseName } from './names.ts';
import type { Vantage } from './vocabulary.ts';

/** Something that packets show at some vantages, with the cases that can't be told apart by it there. */
export interface Signature {
  /** Kebab-case, unique. */
  readonly name: string;
  /** What the packets are, in one sentence. */
  readonly about: string;
  readonly at: readonly Vantage[];
  readonly cases: readonly CaseName[];
}

const outside = ['client', 'middle'] as const;
const everywhere = ['client', 'middle', 'server'] as const;

export const signatures: readonly Signature[] = [
  {
    name: 'syn-unanswered',
    about: 'SYNs, and nothing comes back.',
    at: outside,
    cases: [
      'conn-blackhole',
      'conn-server-silent',
      'conn-acceptq-full',
      'conn-synq-full',
      'conn-synack-lost',
      'conn-app-timeout',
    ],
  },
  {
    name: 'active-reset',
    about: 'A live socket is aborted: RST with ACK, the window and the options of the connection.',
    at: everywhere,
    cases: [
      'close-unread',
      'close-linger0',
      'close-peer-killed-unread',
      'close-crash-streaming',
      'rst-local-kill',
      'rst-disconnect',
      'conn-listener-closed',
      'conn-proxy-dead-backend',
    ],
  },
];
