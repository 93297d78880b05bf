import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A live socket is aborted that had been sent something. */
export const closeUnread: Recogniser<'close-unread'> = {
  case: 'close-unread',
  endings: ['reset-active', 'reset-odd', 'reset-after-fin', 'reset-after-own-fin'],
  likelihood: ({ actor, other }) => (other.bytes > 0 && actor.rstForm !== ResetWord.passive ? 60 : 0),
};
