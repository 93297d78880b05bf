import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** The reader closed; what is sent to it afterwards is reset. */
export const closeReaderExits: Recogniser<'close-reader-exits'> = {
  case: 'close-reader-exits',
  endings: ['reset-after-own-fin', 'half-closed'],
  likelihood: ({ ending, actor, other }) => {
    if (ending.kind === 'half-closed') return other.dataAfterFin > 0 ? 0 : 8;
    return actor.rstAfterKind === SegmentWord.data && actor.rstForm === ResetWord.passive ? 60 : 0;
  },
};
