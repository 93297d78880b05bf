import type { Recogniser } from './recogniser.ts';
import { resetOrigin, wasIdleBefore } from './predicates.ts';

/** After a silence a segment is reset from nearer than the server, which does not hear of it. */
export const natIdleReset: Recogniser<'nat-idle-reset'> = {
  case: 'nat-idle-reset',
  endings: ['reset-passive', 'open'],
  likelihood: (scene) => {
    if (scene.ending.kind === 'open') return scene.at === 'server' ? 3 : 0;
    const ttl = resetOrigin(scene);
    if (scene.atActor || ttl === 'same' || !wasIdleBefore(scene, scene.actor.rstFrame)) return 0;
    return ttl === 'other' ? 70 : 15;
  },
};
