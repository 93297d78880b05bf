import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A live socket is aborted. */
export const closeLinger0: Recogniser<'close-linger0'> = {
  case: 'close-linger0',
  endings: ['reset-active', 'reset-odd', 'reset-after-fin', 'reset-after-own-fin'],
  likelihood: ({ actor }) => (actor.rstForm === ResetWord.passive ? 0 : 40),
};
