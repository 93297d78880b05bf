import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** Both sides close at once; their FINs cross. */
export const closeSimultaneous: Ending = {
  kind: 'close-simultaneous',
  truth: { case: 'close-simultaneous', oneOf: ['close-simultaneous', 'close-orderly'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    live(conversation, frames);
    const { client, server, rtt } = conversation;
    const sent = conversation.fin(client, conversation.now, { lost: true });
    const crossed = conversation.fin(server, sent + rtt * 0.6, { lost: true });
    client.received = server.next;
    client.echo = server.stampAt(crossed);
    conversation.ack(client, crossed + 12, { lost: true });
    server.received = client.next;
    server.echo = client.stampAt(sent);
    conversation.now = conversation.ack(server, sent + conversation.trip());
  },
};
