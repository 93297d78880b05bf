import type { Recogniser } from './recogniser.ts';

/** The receiver answers without taking data in, and its window comes and goes. */
export const sendRcvmem: Recogniser<'send-rcvmem'> = {
  case: 'send-rcvmem',
  endings: ['data-unanswered', 'open', 'window-stuck'],
  likelihood: ({ actor, other, ending, client, server }) => {
    if (ending.kind === 'data-unanswered') return actor.repeatAnswers >= 2 && other.zeroWindows > 0 ? 50 : 0;
    return client.zeroWindows + server.zeroWindows >= 3 && client.retransmissions + server.retransmissions > 0
      ? 20
      : 0;
  },
};
