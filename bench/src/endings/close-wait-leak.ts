import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The server closes; the client's program never does. Half closed when the capture ends. */
export const closeWaitLeak: Ending = {
  kind: 'close-wait-leak',
  truth: {
    case: 'close-wait-leak',
    oneOf: [
      'close-wait-leak',
      'close-half',
      'close-finwait2-orphan',
      'close-peer-exit',
      'close-writer-exits',
    ],
    outcome: ['open'],
  },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { client, server } = conversation;
    live(conversation, frames);
    conversation.fin(server, conversation.now);
    conversation.now = conversation.ack(client, server.last + 40_000);
  },
};
