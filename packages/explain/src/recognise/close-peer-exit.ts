import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';
import { isPlainClose } from './predicates.ts';

/** A process ends with nothing unread: its kernel closes for it. */
export const closePeerExit: Recogniser<'close-peer-exit'> = {
  case: 'close-peer-exit',
  endings: ['closed', 'half-closed', 'reset-after-own-fin', 'reset-after-close'],
  likelihood: (scene) => {
    const { ending, other, actor } = scene;
    if (ending.kind === 'reset-after-own-fin')
      return actor.rstAfterKind === SegmentWord.data && actor.rstForm === ResetWord.passive ? 20 : 0;
    if (ending.kind === 'half-closed') return other.dataAfterFin > 0 ? 0 : 25;
    return isPlainClose(scene) ? 20 : 0;
  },
};
