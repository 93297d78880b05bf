import type { Recogniser } from './recogniser.ts';

/** An abort behind data that was lost: the reset does not fit and is challenged first. */
export const closeReplyLost: Recogniser<'close-reply-lost'> = {
  case: 'close-reply-lost',
  endings: ['reset-active', 'reset-odd', 'reset-passive'],
  likelihood: (scene) => {
    const { actor, atActor } = scene;
    if (actor.rstChallenged === 1 && actor.rstCount > 1) return 80;
    if (actor.notCaptured > 0 || actor.rstFromNext > 0) return 40;
    return atActor && actor.rstOutstanding === 1 ? 15 : 0;
  },
};
