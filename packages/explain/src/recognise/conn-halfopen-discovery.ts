import type { Recogniser } from './recogniser.ts';
import { foundOldOne } from './predicates.ts';

/** A SYN is answered by an acknowledgement of an older connection, and that by a reset. */
export const connHalfopenDiscovery: Recogniser<'conn-halfopen-discovery'> = {
  case: 'conn-halfopen-discovery',
  endings: ['open', 'closed', 'half-closed', 'reset-passive', 'reset-active'],
  likelihood: (scene) => {
    if (foundOldOne(scene)) return 95;
    return scene.ending.kind === 'reset-passive' && scene.connection.strangeSyns > 0 ? 95 : 0;
  },
};
