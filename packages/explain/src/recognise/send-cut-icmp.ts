import type { Recogniser } from './recogniser.ts';

/** Repetitions are answered by ICMP errors. */
export const sendCutIcmp: Recogniser<'send-cut-icmp'> = {
  case: 'send-cut-icmp',
  endings: ['data-unanswered', 'open'],
  likelihood: ({ ending, actor, at }) => {
    if (ending.kind === 'open') return at === 'server' ? 4 : actor.icmpCount > 0 ? 80 : 0;
    return actor.icmpCount > 0 ? 80 : 0;
  },
};
