import type { Recogniser } from './recogniser.ts';
import { resetTtl } from './tests.ts';

/** A segment of a running connection is reset by a rule, mostly from nearer than the server. */
export const rstFwEstablished: Recogniser<'rst-fw-established'> = {
  case: 'rst-fw-established',
  endings: ['reset-passive', 'reset-odd'],
  likelihood: (scene) => {
    if (scene.atActor) return 0;
    const ttl = resetTtl(scene);
    return ttl === 'other' ? 50 : 6;
  },
};
