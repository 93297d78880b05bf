import type { Recogniser } from './recogniser.ts';
import { LARGE_BYTES } from './predicates.ts';

/** Full-size segments are repeated; small ones have got through, at best later ones too. At the server the large ones are just missing. */
export const sendPmtuBlackhole: Recogniser<'send-pmtu-blackhole'> = {
  case: 'send-pmtu-blackhole',
  endings: ['data-unanswered', 'open'],
  likelihood: (scene) => {
    const { actor, atOther, ending, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 3 : 0;
    if (atOther) return 0;
    if (actor.repeatLength < LARGE_BYTES || actor.repeatLength <= actor.maxAckedPayload) return 0;
    if (actor.holeSacks > 0 && actor.holeSackBytes >= actor.repeatLength) return 0;
    return actor.holeSacks > 0 || actor.icmpMtu > 0 ? 85 : 12;
  },
};
