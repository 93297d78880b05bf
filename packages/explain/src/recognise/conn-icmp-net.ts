import { isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Network unreachable or prohibited. */
export const connIcmpNet: Recogniser<'conn-icmp-net'> = {
  case: 'conn-icmp-net',
  endings: ['attempt-icmp'],
  likelihood: (scene) => (isUnreachable(scene, 'net') ? 60 : 0),
};
