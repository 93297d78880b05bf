import { isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Time exceeded. */
export const connTtl: Recogniser<'conn-ttl'> = {
  case: 'conn-ttl',
  endings: ['attempt-icmp'],
  likelihood: (scene) => (isUnreachable(scene, 'time-exceeded') ? 60 : 0),
};
