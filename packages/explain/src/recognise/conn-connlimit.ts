import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** As conn-fw-reset, beside connections that the same server accepted. */
export const connConnlimit: Recogniser<'conn-connlimit'> = {
  case: 'conn-connlimit',
  endings: ['attempt-refused'],
  likelihood: (scene) => {
    if (scene.at === 'server' || resetOrigin(scene) === 'same') return 0;
    return scene.surroundings.accepted > 0 ? 70 : 10;
  },
};
