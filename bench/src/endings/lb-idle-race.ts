import { seqAdd, TcpFlag } from '@halfopen/wire';
import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

const second = 1_000_000;

/** A server closes its idle connection at the very moment a request is under way. */
export const lbIdleRace: Ending = {
  kind: 'lb-idle-race',
  truth: {
    case: 'lb-idle-race',
    oneOf: ['lb-idle-race', 'close-crash-streaming', 'close-reader-exits'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random, rtt } = conversation;
    live(conversation, frames);
    const idleSince = server.last;
    const timeout = random.pick([5, 30, 60, 60, 75, 120]) * second;
    const closed = idleSince + timeout + random.between(0, 3000);
    // seen after the request left, sent before it arrived
    const requested = closed - rtt * random.between(0.1, 0.9);
    const length = random.whole(60, 900);
    const sent = conversation.put(client, requested, TcpFlag.PSH | TcpFlag.ACK, length, client.next, {
      lost: true,
    });
    client.next = seqAdd(client.next, length);
    const answered = server.next;
    conversation.fin(server, closed);
    const acknowledged = conversation.ack(client, server.last + random.between(15, 40_000), { lost: true });
    resetPassive(conversation, server, sent + conversation.trip(), answered);
    resetPassive(conversation, server, acknowledged + conversation.trip(), server.next);
  },
};
