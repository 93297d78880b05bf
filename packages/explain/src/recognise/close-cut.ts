import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** A close during a cut: the FIN, or data before it, is repeated and nothing comes back. */
export const closeCut: Recogniser<'close-cut'> = {
  case: 'close-cut',
  endings: ['fin-unanswered', 'data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, other, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 3 : 0;
    if (atOther || isHeard(actor) || actor.icmpCount > 0) return 0;
    if (ending.kind === 'fin-unanswered') return other.finFrame === 0 ? 60 : 0;
    return actor.repeatFin === 1 ? 60 : 12;
  },
};
