import { seqAdd, TcpFlag } from '@halfopen/wire';
import { retransmit } from '../generator/retransmit.ts';
import { exchange, open, pause } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

const { ACK, PSH } = TcpFlag;

/** Full-size segments vanish on the way and are repeated in vain; a short one behind them arrives and is reported (SACK). */
export const sendPmtuBlackhole: Ending = {
  kind: 'send-pmtu-blackhole',
  truth: { case: 'send-pmtu-blackhole', oneOf: ['send-pmtu-blackhole'], outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { client, server, random, mss } = conversation;
    open(conversation);
    // up to here everything is short: what the server sends may be long, for only this direction is narrow
    const exchanges = random.whole(1, 5);
    for (let index = 0; index < exchanges; index += 1) {
      pause(conversation, random.between(2000, 200_000));
      exchange(conversation, random.whole(40, 700), random.magnitude(60, 200 * frames), 2000);
    }
    conversation.quiesce();
    const base = client.next;
    const count = random.whole(1, 6);
    const send = (length: number, flags: number): void => {
      conversation.put(client, conversation.now, flags, length, client.next, { lost: true });
      client.next = seqAdd(client.next, length);
    };
    for (let index = 0; index < count; index += 1) send(mss, ACK);
    const left = client.next;
    send(random.whole(40, 700), PSH | ACK);
    const arrived = client.last;
    const sack = [left, client.next] as const;
    const heard = conversation.ack(server, arrived + conversation.trip(), { sack });
    conversation.now = conversation.put(client, heard + 5000, ACK, mss, base, { lost: true });
    const repeated = { peer: client, sequence: base, length: mss, flags: ACK, times: random.whole(5, 15) };
    retransmit(conversation, repeated, false);
  },
};
