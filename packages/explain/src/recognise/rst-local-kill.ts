import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A live socket is aborted by its administrator. */
export const rstLocalKill: Recogniser<'rst-local-kill'> = {
  case: 'rst-local-kill',
  endings: ['reset-active', 'reset-odd', 'reset-after-fin', 'reset-after-own-fin'],
  likelihood: ({ actor }) => (actor.rstForm === ResetWord.passive ? 0 : 5),
};
