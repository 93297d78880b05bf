import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** A reset answers the SYN from nearer than the server, or from where the server was never seen. */
export const connFwReset: Recogniser<'conn-fw-reset'> = {
  case: 'conn-fw-reset',
  endings: ['attempt-refused'],
  likelihood: (scene) => {
    if (scene.at === 'server') return 0;
    const ttl = resetOrigin(scene);
    if (ttl === 'same') return 0;
    return ttl === 'other' ? 80 : 20;
  },
};
