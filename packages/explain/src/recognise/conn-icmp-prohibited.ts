import { isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Administratively prohibited. */
export const connIcmpProhibited: Recogniser<'conn-icmp-prohibited'> = {
  case: 'conn-icmp-prohibited',
  endings: ['attempt-icmp'],
  likelihood: (scene) => (isUnreachable(scene, 'prohibited') ? 60 : 0),
};
