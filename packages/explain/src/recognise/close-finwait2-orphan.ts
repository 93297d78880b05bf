import { SegmentWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** One side closed; what the other sends late, data or FIN, is reset. */
export const closeFinwait2Orphan: Recogniser<'close-finwait2-orphan'> = {
  case: 'close-finwait2-orphan',
  endings: ['half-closed', 'reset-after-own-fin'],
  likelihood: ({ ending, actor, other }) => {
    if (ending.kind === 'half-closed') return other.dataAfterFin > 0 ? 0 : 20;
    if (actor.rstAfterKind === SegmentWord.fin) return 50;
    return other.dataAfterFin > 0 ? 15 : 0;
  },
};
