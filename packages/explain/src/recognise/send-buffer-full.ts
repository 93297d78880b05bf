import type { Recogniser } from './recogniser.ts';
import { SMALLEST_BUFFER, isHeard, outstandingBytes } from './tests.ts';

/** As send-cut, with as much outstanding as a small send buffer holds. */
export const sendBufferFull: Recogniser<'send-buffer-full'> = {
  case: 'send-buffer-full',
  endings: ['data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 3 : 0;
    if (atOther || isHeard(actor) || actor.repeatFin === 1 || actor.icmpCount > 0) return 0;
    return outstandingBytes(actor) >= SMALLEST_BUFFER ? 15 : 0;
  },
};
