import type { Recogniser } from './recogniser.ts';
import { resetOrigin, wasIdleBefore } from './predicates.ts';

/** After a silence a segment passes the gateway untranslated, and the server does not know its sender. */
export const natIdleLeak: Recogniser<'nat-idle-leak'> = {
  case: 'nat-idle-leak',
  endings: ['reset-passive'],
  likelihood: (scene) => {
    const { atActor, connection, actor, at } = scene;
    if (atActor) return connection.clientKnown === 0 ? 30 : 0;
    return (resetOrigin(scene) !== 'other' || at === 'server') && wasIdleBefore(scene, actor.rstFrame)
      ? 15
      : 0;
  },
};
