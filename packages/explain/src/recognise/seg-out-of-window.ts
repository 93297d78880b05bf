import type { Recogniser } from './recogniser.ts';
import { wasRefused } from './predicates.ts';

/** A segment is answered by an acknowledgement that does not take it in. */
export const segOutOfWindow: Recogniser<'seg-out-of-window'> = {
  case: 'seg-out-of-window',
  endings: ['open', 'closed', 'half-closed', 'data-unanswered'],
  likelihood: ({ client, server }) =>
    client.stray + server.stray > 0 || wasRefused(client, server) || wasRefused(server, client) ? 60 : 0,
};
