import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { wroteAfterFin } from './ending.ts';

/** The server's program ends; the client writes all the same, and each of its segments is reset. */
export const closeReaderExits: Ending = {
  kind: 'close-reader-exits',
  truth: { case: 'close-reader-exits', oneOf: wroteAfterFin, outcome: ['failed'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    live(conversation, frames);
    conversation.fin(server, conversation.now);
    conversation.ack(client, server.last + random.between(15, 60));
    const writes = random.chance(0.7) ? 1 : random.whole(2, 4);
    let at = client.last + conversation.rtt + random.magnitude(300, 3_000_000);
    const first = at + conversation.trip();
    for (let write = 0; write < writes; write += 1) {
      conversation.data(client, at, random.whole(20, 900));
      // later writes leave before the first reset is here
      at += conversation.rtt / 5;
    }
    for (let write = 0; write < writes; write += 1)
      resetPassive(conversation, server, first + (write * conversation.rtt) / 5, client.received);
  },
};
