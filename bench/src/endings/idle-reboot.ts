import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** A long silence, in which the server's host has forgotten the connection; the next request meets no socket. */
export const idleReboot: Ending = {
  kind: 'idle-reboot',
  truth: {
    case: 'idle-reboot',
    oneOf: ['idle-reboot', 'close-rst-lost', 'nat-idle-leak', 'rst-takeover', 'conn-ack-lost'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    live(conversation, frames);
    conversation.now += random.magnitude(40, 1500) * 1_000_000;
    conversation.data(client, conversation.now, random.whole(20, 900));
    resetPassive(conversation, server, client.last + conversation.trip(), client.received);
  },
};
