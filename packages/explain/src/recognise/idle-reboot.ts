import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** A segment of a living connection is answered by a bare reset: whoever answers does not know the connection. */
export const idleReboot: Recogniser<'idle-reboot'> = {
  case: 'idle-reboot',
  endings: ['reset-passive', 'reset-after-fin'],
  likelihood: (scene) =>
    resetOrigin(scene) === 'other' || scene.actor.rstForm !== ResetWord.passive ? 0 : 50,
};
