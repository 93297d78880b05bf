import type { Recogniser } from './recogniser.ts';
import { isYoung } from './predicates.ts';

/** The first ACK or data after the handshake is reset. */
export const connAcceptqRaceReset: Recogniser<'conn-acceptq-race-reset'> = {
  case: 'conn-acceptq-race-reset',
  endings: ['reset-passive'],
  likelihood: (scene) => (scene.actorSide === 'server' && isYoung(scene) ? 20 : 0),
};
