import { isUnreachable } from './unreachable.ts';
import type { Recogniser } from './recogniser.ts';

/** Port unreachable, from the host or in its name. */
export const connIcmpPort: Recogniser<'conn-icmp-port'> = {
  case: 'conn-icmp-port',
  endings: ['attempt-icmp'],
  likelihood: (scene) => (isUnreachable(scene, 'port') ? 60 : 0),
};
