import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A program dies under a stream: its kernel closes, and resets what still comes. */
export const closeCrashStreaming: Recogniser<'close-crash-streaming'> = {
  case: 'close-crash-streaming',
  endings: ['reset-after-own-fin', 'reset-active', 'reset-odd'],
  likelihood: ({ ending, actor, other }) => {
    if (ending.kind === 'reset-after-own-fin')
      return actor.rstAfterKind === SegmentWord.data && actor.rstForm === ResetWord.passive ? 15 : 0;
    return other.bytes > 0 ? 10 : 0;
  },
};
