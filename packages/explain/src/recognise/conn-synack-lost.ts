import type { Recogniser } from './recogniser.ts';

/** The SYN-ACK is lost on the way: where the server can be seen, SYN and SYN-ACK both come again. */
export const connSynackLost: Recogniser<'conn-synack-lost'> = {
  case: 'conn-synack-lost',
  endings: ['attempt-unanswered', 'attempt-half'],
  likelihood: ({ at, ending, client, server }) => {
    if (ending.kind === 'attempt-unanswered') return at === 'server' ? 0 : 15;
    return client.synLastFrame > server.synAckFrame ? 50 : 0;
  },
};
