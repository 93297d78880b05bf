import type { Recogniser } from './recogniser.ts';

/** The FIN was repeated and then got through. */
export const closeCutHeals: Recogniser<'close-cut-heals'> = {
  case: 'close-cut-heals',
  endings: ['closed', 'half-closed', 'reset-after-own-fin'],
  likelihood: ({ actor, ending, at, actorSide }) => {
    if (actor.finCount > 1 || actor.healedRepeats >= 2) return actor.finCount > 1 ? 70 : 40;
    return ending.kind === 'reset-after-own-fin' && at !== 'middle' && at !== actorSide ? 8 : 0;
  },
};
