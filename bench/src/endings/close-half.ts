import { open, say, talk } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The client ends its sending, reads what the server still has to say, and both are done. */
export const closeHalf: Ending = {
  kind: 'close-half',
  truth: { case: 'close-half', oneOf: ['close-half', 'close-orderly'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    open(conversation);
    talk(conversation, frames / 2);
    conversation.quiesce();
    const ended = conversation.fin(client, conversation.now);
    conversation.ack(server, ended + conversation.trip());
    conversation.now = server.last + random.between(200, 80_000);
    say(conversation, server, random.magnitude(200, 400 * frames));
    conversation.quiesce();
    conversation.fin(server, conversation.now);
    conversation.now = conversation.ack(client, server.last + 20);
  },
};
