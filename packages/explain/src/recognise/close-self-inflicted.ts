import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A program that shut down both directions has its kernel reset what still comes. */
export const closeSelfInflicted: Recogniser<'close-self-inflicted'> = {
  case: 'close-self-inflicted',
  endings: ['reset-after-own-fin'],
  likelihood: ({ actor }) =>
    actor.rstAfterKind === SegmentWord.data && actor.rstForm === ResetWord.passive ? 10 : 0,
};
