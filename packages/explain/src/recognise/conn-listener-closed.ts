import type { Recogniser } from './recogniser.ts';
import { isYoung } from './predicates.ts';

/** A connection that the server has not touched is reset. */
export const connListenerClosed: Recogniser<'conn-listener-closed'> = {
  case: 'conn-listener-closed',
  endings: ['reset-active', 'reset-odd', 'reset-passive'],
  likelihood: (scene) =>
    scene.actorSide === 'server' &&
    scene.server.bytes === 0 &&
    (scene.ending.kind !== 'reset-passive' || isYoung(scene))
      ? 12
      : 0,
};
