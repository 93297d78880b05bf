import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** As close-cut, with a program that waited for its linger time. */
export const closeLingerTimeout: Recogniser<'close-linger-timeout'> = {
  case: 'close-linger-timeout',
  endings: ['fin-unanswered', 'data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, other, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 3 : 0;
    if (atOther || isHeard(actor) || actor.icmpCount > 0) return 0;
    if (ending.kind === 'fin-unanswered') return other.finFrame === 0 ? 20 : 0;
    return actor.repeatFin === 1 ? 30 : 8;
  },
};
