import type { Recogniser } from './recogniser.ts';
import { wasIdleBefore } from './predicates.ts';

/** Probes go unanswered. On the far side of the cut they are never seen, and only a late reset tells. */
export const idleKeepalive: Recogniser<'idle-keepalive'> = {
  case: 'idle-keepalive',
  endings: ['keepalive-unanswered', 'open', 'reset-passive'],
  likelihood: (scene) => {
    const { ending, at, atOther } = scene;
    if (ending.kind === 'keepalive-unanswered') return 80;
    if (ending.kind === 'reset-passive') return atOther && wasIdleBefore(scene, scene.actor.rstFrame) ? 8 : 0;
    return at === 'server' ? 8 : 0;
  },
};
