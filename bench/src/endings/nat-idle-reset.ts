import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** A NAT has forgotten the idle connection and resets the next request in the server's name: another TTL, and too soon. */
export const natIdleReset: Ending = {
  kind: 'nat-idle-reset',
  truth: {
    case: 'nat-idle-reset',
    oneOf: ['nat-idle-reset', 'rst-fw-established', 'rst-takeover'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random, serverHost } = conversation;
    live(conversation, frames);
    conversation.now +=
      random.pick([240, 300, 350, 350, 900]) * 1_000_000 + random.magnitude(1, 400) * 100_000;
    conversation.data(client, conversation.now, random.whole(20, 900));
    // the router's own packets have passed one router fewer than it is away
    const ttl = 65 - Math.ceil(serverHost.hops / 2);
    resetPassive(conversation, server, client.last + conversation.trip() / 2, client.received, { ttl });
  },
};
