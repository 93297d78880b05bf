import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A live socket is aborted by connect(AF_UNSPEC). */
export const rstDisconnect: Recogniser<'rst-disconnect'> = {
  case: 'rst-disconnect',
  endings: ['reset-active', 'reset-odd', 'reset-after-fin', 'reset-after-own-fin'],
  likelihood: ({ actor }) => (actor.rstForm === ResetWord.passive ? 0 : 3),
};
