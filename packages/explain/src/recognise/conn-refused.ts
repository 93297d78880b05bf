import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** A reset answers the SYN, from as far away as the server. */
export const connRefused: Recogniser<'conn-refused'> = {
  case: 'conn-refused',
  endings: ['attempt-refused'],
  likelihood: (scene) => (resetOrigin(scene) === 'other' ? 0 : 60),
};
