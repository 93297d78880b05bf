import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { wroteAfterFin } from './ending.ts';

/** The client closes, the server does not and sends more later: the client's host has no socket for it any more. */
export const closeFinwait2Orphan: Ending = {
  kind: 'close-finwait2-orphan',
  truth: { case: 'close-finwait2-orphan', oneOf: wroteAfterFin, outcome: ['failed'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    live(conversation, frames);
    conversation.fin(client, conversation.now);
    conversation.ack(server, client.last + conversation.trip() + random.between(0, 40_000));
    const wrote = server.last + random.magnitude(50_000, 90_000_000);
    conversation.data(server, wrote, random.whole(20, 1200));
    resetPassive(conversation, client, server.last + 30, client.next);
  },
};
