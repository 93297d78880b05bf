import type { Recogniser } from './recogniser.ts';
import { isPlainClose } from './predicates.ts';

/** Both sides close, one after the other. */
export const closeOrderly: Recogniser<'close-orderly'> = {
  case: 'close-orderly',
  endings: ['closed', 'reset-after-close'],
  likelihood: (scene) => (isPlainClose(scene) ? 60 : 0),
};
