import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** As send-cut: keepalive waits while data is outstanding. */
export const sendKeepaliveUseless: Recogniser<'send-keepalive-useless'> = {
  case: 'send-keepalive-useless',
  endings: ['data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 3 : 0;
    return atOther || isHeard(actor) || actor.repeatFin === 1 || actor.icmpCount > 0 ? 0 : 10;
  },
};
