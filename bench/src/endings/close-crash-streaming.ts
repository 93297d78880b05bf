import { seqAdd, TcpFlag } from '@halfopen/wire';
import { resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The server's program crashes while the client streams to it: its FIN crosses segments, each of which is reset. */
export const closeCrashStreaming: Ending = {
  kind: 'close-crash-streaming',
  truth: {
    case: 'close-crash-streaming',
    oneOf: ['close-crash-streaming', 'lb-idle-race', 'close-reader-exits', 'close-self-inflicted'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random, mss, rtt } = conversation;
    live(conversation, frames);
    const first = conversation.now;
    const count = random.whole(3, 9);
    for (let index = 0; index < count; index += 1) {
      const flags = index === count - 1 ? TcpFlag.PSH | TcpFlag.ACK : TcpFlag.ACK;
      conversation.put(client, first + 4 * index, flags, mss, client.next, { lost: true });
      client.next = seqAdd(client.next, mss);
    }
    // the FIN was under way when the segments left, so it acknowledges none of them
    const answered = server.next;
    conversation.fin(server, first + rtt * random.between(0.2, 0.8));
    conversation.ack(client, server.last + 15, { lost: true });
    const acknowledged = client.last;
    for (let index = 0; index < count; index += 1)
      resetPassive(conversation, server, first + conversation.trip() + 4 * index, answered);
    resetPassive(conversation, server, acknowledged + conversation.trip(), server.next);
  },
};
