import { resetActive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { abortedSocket } from './ending.ts';

/** The server's program closes with a request unread: its kernel has acknowledged it, then aborts. */
export const closeUnread: Ending = {
  kind: 'close-unread',
  truth: { case: 'close-unread', oneOf: abortedSocket, outcome: ['failed'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    live(conversation, frames);
    conversation.data(client, conversation.now, random.whole(20, 900));
    conversation.ack(server, client.last + conversation.trip());
    resetActive(conversation, server, server.last + random.magnitude(50, 400_000));
  },
};
