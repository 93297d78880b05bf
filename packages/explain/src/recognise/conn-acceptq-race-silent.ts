import type { Recogniser } from './recogniser.ts';
import { isYoung, synAckCameAgain } from './predicates.ts';

/** The server drops the last ACK because its queue is full: SYN-ACK again, data unanswered, until accept() makes room. */
export const connAcceptqRaceSilent: Recogniser<'conn-acceptq-race-silent'> = {
  case: 'conn-acceptq-race-silent',
  endings: ['half-accepted', 'data-unanswered', 'reset-passive', 'open', 'closed', 'half-closed'],
  likelihood: (scene) => {
    if (!synAckCameAgain(scene)) return 0;
    const { ending, actorSide, client } = scene;
    if (ending.kind === 'data-unanswered') return isYoung(scene) && actorSide === 'client' ? 80 : 0;
    if (ending.kind === 'reset-passive') return isYoung(scene) && client.dataSegments > 0 ? 70 : 0;
    // once the data is acknowledged it may as well have been any other loss
    return client.dataSegments > 0 && isYoung(scene) ? 60 : 20;
  },
};
