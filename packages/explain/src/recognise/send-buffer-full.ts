import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** As send-cut: what the program sends now only fills its buffer. */
export const sendBufferFull: Recogniser<'send-buffer-full'> = {
  case: 'send-buffer-full',
  endings: ['data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 3 : 0;
    if (atOther || isHeard(actor) || actor.repeatFin === 1 || actor.icmpCount > 0) return 0;
    return 12;
  },
};
