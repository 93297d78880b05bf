import type { Recogniser } from './recogniser.ts';
import { isPlainClose } from './predicates.ts';

/** The second FIN is repeated; on the far side only the one that got through shows. */
export const closeLastackLost: Recogniser<'close-lastack-lost'> = {
  case: 'close-lastack-lost',
  endings: ['fin-unanswered', 'closed'],
  likelihood: (scene) => {
    const { ending, other, atOther } = scene;
    if (ending.kind === 'fin-unanswered') return other.finFrame !== 0 ? 80 : 0;
    if (other.finCount > 1) return 65;
    return atOther || !isPlainClose(scene) ? 0 : 4;
  },
};
