import { cameAfterAsking, isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Host unreachable seconds after the SYN: the last router asked for the hardware address in vain. */
export const connArpFail: Recogniser<'conn-arp-fail'> = {
  case: 'conn-arp-fail',
  endings: ['attempt-icmp'],
  likelihood: (scene) => (isUnreachable(scene, 'host') && cameAfterAsking(scene) ? 60 : 0),
};
