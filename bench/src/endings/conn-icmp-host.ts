import { hostUnreachable } from '../generator/icmp.ts';
import { sendSyn } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** A router answers the SYN: no such host. */
export const connIcmpHost: Ending = {
  kind: 'conn-icmp-host',
  truth: { case: 'conn-icmp-host', oneOf: ['conn-icmp-host'], outcome: ['failed'] },
  place: 'dead-host',
  freesPort: true,
  play(conversation) {
    const { frames, serverHost } = conversation;
    sendSyn(conversation);
    hostUnreachable(conversation, frames.length - 1, conversation.now + conversation.trip(), serverHost.hops);
  },
};
