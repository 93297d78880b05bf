import type { Recogniser } from './recogniser.ts';
import { synAckCameAgain } from './predicates.ts';

/** The server waits for data before it counts the connection as made, and repeats its SYN-ACK meanwhile. */
export const connDeferAccept: Recogniser<'conn-defer-accept'> = {
  case: 'conn-defer-accept',
  endings: ['half-accepted', 'open', 'closed', 'half-closed'],
  likelihood: (scene) => {
    if (!synAckCameAgain(scene)) return 0;
    return scene.ending.kind === 'half-accepted' && scene.client.dataSegments > 0 ? 0 : 25;
  },
};
