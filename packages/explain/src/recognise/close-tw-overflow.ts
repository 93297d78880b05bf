import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';
import { ONE_SECOND_NS } from './predicates.ts';

/** The last FIN is answered by a reset instead of an ACK. */
export const closeTwOverflow: Recogniser<'close-tw-overflow'> = {
  case: 'close-tw-overflow',
  endings: ['reset-after-own-fin', 'reset-after-close', 'reset-after-fin'],
  likelihood: ({ ending, actor, other }) => {
    if (ending.kind === 'reset-after-own-fin')
      return actor.rstAfterKind === SegmentWord.fin
        ? other.finNs - actor.finNs < ONE_SECOND_NS
          ? 60
          : 40
        : 0;
    return actor.rstForm === ResetWord.passive && other.finCount > 0 ? 30 : 0;
  },
};
