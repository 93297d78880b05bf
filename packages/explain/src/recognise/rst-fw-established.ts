import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** A segment of a running connection is reset by a rule, mostly from nearer than the server, which does not hear of it. */
export const rstFwEstablished: Recogniser<'rst-fw-established'> = {
  case: 'rst-fw-established',
  endings: ['reset-passive', 'reset-odd', 'data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, atActor, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 2 : 0;
    if (ending.kind === 'data-unanswered') return at === 'server' && atActor ? 4 : 0;
    if (atActor) return 0;
    return resetOrigin(scene) === 'other' ? 50 : 6;
  },
};
