import { cameAfterAsking, isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Host unreachable; at once, unless the router limits its errors. */
export const connIcmpHost: Recogniser<'conn-icmp-host'> = {
  case: 'conn-icmp-host',
  endings: ['attempt-icmp'],
  likelihood: (scene) => {
    if (!isUnreachable(scene, 'host')) return 0;
    return cameAfterAsking(scene) ? 20 : 60;
  },
};
