import { TcpFlag } from '@halfopen/wire';
import { doubling } from '../generator/retransmit.ts';
import { open, repeatSynAck } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

const second = 1_000_000;

/**
 * The accept queue fills while the handshake is under way, and the server drops its last ACK: it repeats its SYN-ACK, while the
 * client repeats its first data.
 */
export const connAcceptqRaceSilent: Ending = {
  kind: 'conn-acceptq-race-silent',
  truth: {
    case: 'conn-acceptq-race-silent',
    oneOf: ['conn-acceptq-race-silent', 'conn-ack-lost'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: false,
  play(conversation) {
    const { client, server, random } = conversation;
    open(conversation);
    const length = random.whole(60, 900);
    const echo = server.echo;
    const sent = client.last + random.between(40, 3000);
    const timeout = conversation.timeout();
    const dataTimes = [0, ...steps([timeout, ...doubling(timeout, random.whole(4, 7))])].map((wait) => ({
      at: sent + wait,
      bySide: 'client' as const,
    }));
    const handshakeTimes = steps(doubling(second, random.whole(2, 4))).map((wait) => ({
      at: server.last + wait,
      bySide: 'server' as const,
    }));
    const all = [...dataTimes, ...handshakeTimes].sort((one, two) => one.at - two.at);
    for (const { at, bySide } of all) {
      if (bySide === 'client') {
        conversation.put(client, at, TcpFlag.PSH | TcpFlag.ACK, length, client.next, { lost: true });
      } else {
        const came = repeatSynAck(conversation, at, echo);
        conversation.ack(client, came + 15, { lost: true });
      }
    }
  },
};

/** Waits one after the other, as times since the first began. */
function steps(waits: readonly number[]): readonly number[] {
  let sum = 0;
  return waits.map((wait) => (sum += wait));
}
