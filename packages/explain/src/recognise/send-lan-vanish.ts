import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** As send-cut, on the last link: repetitions leave the host while its neighbour is mute. */
export const sendLanVanish: Recogniser<'send-lan-vanish'> = {
  case: 'send-lan-vanish',
  endings: ['data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, atActor, at } = scene;
    if (ending.kind === 'open') return at === 'client' ? 0 : 4;
    return !atActor || isHeard(actor) || actor.repeatFin === 1 || actor.icmpCount > 0 ? 0 : 10;
  },
};
