import { seqAdd, TcpFlag } from '@halfopen/wire';
import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** Somebody on the path resets the client in the server's name, right after a request; then the real response arrives. */
export const rstInjected: Ending = {
  kind: 'rst-injected',
  truth: { case: 'rst-injected', oneOf: ['rst-injected', 'rst-fw-established'], outcome: ['failed'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random, rtt } = conversation;
    live(conversation, frames);
    conversation.data(client, conversation.now, random.whole(60, 900));
    const sent = client.last;
    const ttl = random.pick([random.whole(65, 120), random.whole(120, 250), random.whole(28, 40)]);
    const withAck = random.chance(0.5);
    const soon = sent + Math.max(90, rtt * random.between(0.1, 0.5));
    const injected = { ttl, id: random.whole(1, 0xffff), window: withAck ? random.whole(0, 4000) : 0 };
    if (withAck) {
      const flags = TcpFlag.RST | TcpFlag.ACK;
      conversation.put(server, soon, flags, 0, server.next, { ...injected, layout: 0, lost: true });
    } else {
      resetPassive(conversation, server, soon, server.next, injected);
    }
    const length = random.whole(100, 1200);
    const answered = conversation.put(
      server,
      sent + conversation.trip(),
      TcpFlag.PSH | TcpFlag.ACK,
      length,
      server.next,
      { lost: true },
    );
    server.next = seqAdd(server.next, length);
    resetPassive(conversation, client, answered + 25, client.next);
  },
};
