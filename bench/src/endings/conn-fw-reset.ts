import { resetOfSyn } from '../generator/close.ts';
import { sendSyn } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** A firewall half-way refuses the SYN in the server's name: only TTL and round trip differ from the server's own packets. */
export const connFwReset: Ending = {
  kind: 'conn-fw-reset',
  truth: {
    case: 'conn-fw-reset',
    oneOf: ['conn-fw-reset', 'conn-refused', 'conn-connlimit'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation) {
    sendSyn(conversation);
    const hops = Math.ceil(conversation.serverHost.hops / 2);
    resetOfSyn(conversation, conversation.now + conversation.trip() / 2, { ttl: 65 - hops });
  },
};
