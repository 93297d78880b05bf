import { closeOrderly } from '../generator/close.ts';
import { loseRequest } from '../generator/losses.ts';
import { open, talk } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The path breaks under data for a few seconds and returns: several repeats, then everything goes on. */
export const stallHeals: Ending = {
  kind: 'stall-heals',
  truth: { case: 'send-cut-heals', oneOf: ['send-cut-heals', 'close-orderly'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    open(conversation);
    talk(conversation, frames / 2);
    conversation.quiesce();
    loseRequest(conversation, conversation.random.whole(2, 6));
    talk(conversation, frames / 2);
    conversation.quiesce();
    closeOrderly(conversation, conversation.client);
  },
};
