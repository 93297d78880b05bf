import type { Recogniser } from './recogniser.ts';
import { dataCrossedFin, wasIdleBefore } from './predicates.ts';

/** Data crosses the FIN of a side that closes an idle connection, and is reset. */
export const lbIdleRace: Recogniser<'lb-idle-race'> = {
  case: 'lb-idle-race',
  endings: ['reset-after-own-fin'],
  likelihood: (scene) => {
    if (!dataCrossedFin(scene)) return 0;
    return wasIdleBefore(scene, scene.actor.rstFrame) ? 60 : 20;
  },
};
