import type { Recogniser } from './recogniser.ts';
import { ONE_SECOND_NS } from './predicates.ts';

/** The handshake succeeds, and the other end is gone again without a word. */
export const connProxyDeadBackend: Recogniser<'conn-proxy-dead-backend'> = {
  case: 'conn-proxy-dead-backend',
  endings: ['reset-active', 'reset-odd', 'reset-passive', 'half-closed', 'closed'],
  likelihood: (scene) => {
    const { ending, actorSide, client, server, connection } = scene;
    if (actorSide !== 'server' || server.bytes > 0) return 0;
    if (ending.kind === 'reset-active' || ending.kind === 'reset-odd')
      return ending.kind === 'reset-odd' ? 50 : 12;
    if (ending.kind === 'reset-passive') return server.synAckWindowZero === 1 ? 50 : 0;
    const atOnce = server.finNs - connection.handshakeNs < ONE_SECOND_NS;
    if (client.finFrame !== 0 && client.finAnswers === 0) return 0;
    return client.bytes === 0 && atOnce && connection.clientKnown === 1 ? 15 : 0;
  },
};
