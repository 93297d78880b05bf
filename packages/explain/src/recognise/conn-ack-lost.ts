import type { Recogniser } from './recogniser.ts';
import { isYoung } from './predicates.ts';

/** The SYN-ACK is repeated because no ACK of it arrives, until data brings one along or the server forgets. */
export const connAckLost: Recogniser<'conn-ack-lost'> = {
  case: 'conn-ack-lost',
  endings: ['attempt-half', 'half-accepted', 'open', 'closed', 'half-closed', 'reset-passive'],
  likelihood: (scene) => {
    const { ending, client, server, at } = scene;
    if (ending.kind === 'attempt-half') return client.synLastFrame > server.synAckFrame ? 0 : 30;
    if (client.repeats > 0 || server.synAckCount <= Math.max(1, client.synCount)) return 0;
    if (ending.kind === 'half-accepted') return at === 'server' ? 0 : 40;
    return ending.kind !== 'reset-passive' || isYoung(scene) ? 55 : 0;
  },
};
