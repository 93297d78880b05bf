import { isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Protocol unreachable. */
export const connIcmpProto: Recogniser<'conn-icmp-proto'> = {
  case: 'conn-icmp-proto',
  endings: ['attempt-icmp'],
  likelihood: (scene) => (isUnreachable(scene, 'protocol') ? 60 : 0),
};
