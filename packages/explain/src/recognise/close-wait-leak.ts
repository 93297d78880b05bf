import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** A program ignores the end of file; keepalive finds it at last. */
export const closeWaitLeak: Recogniser<'close-wait-leak'> = {
  case: 'close-wait-leak',
  endings: ['half-closed', 'reset-after-own-fin'],
  likelihood: ({ ending, actor, other }) => {
    if (ending.kind === 'half-closed') return other.dataAfterFin > 0 ? 0 : 30;
    if (actor.rstForm !== ResetWord.passive) return 0;
    return actor.rstAfterKind === SegmentWord.keepAlive ||
      (actor.rstAfterKind === SegmentWord.ack &&
        other.dataAfterFin === 0 &&
        actor.rstAfterFrame !== actor.finAckFrame)
      ? 80
      : 0;
  },
};
