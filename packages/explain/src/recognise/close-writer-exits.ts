import type { Recogniser } from './recogniser.ts';
import { isPlainClose } from './predicates.ts';

/** The sender ends, the reader gets everything and then the end. */
export const closeWriterExits: Recogniser<'close-writer-exits'> = {
  case: 'close-writer-exits',
  endings: ['closed', 'reset-after-close', 'half-closed'],
  likelihood: (scene) => {
    if (scene.ending.kind === 'half-closed') return scene.other.dataAfterFin > 0 ? 0 : 25;
    return isPlainClose(scene) ? (scene.actorSide === 'server' ? 50 : 30) : 0;
  },
};
