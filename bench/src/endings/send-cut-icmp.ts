import { hostUnreachable } from '../generator/icmp.ts';
import { sendIntoVoid } from '../generator/retransmit.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The path breaks under data and a router says so each time, so that the timer does not back off (RFC 6069). */
export const sendCutIcmp: Ending = {
  kind: 'send-cut-icmp',
  truth: { case: 'send-cut-icmp', oneOf: ['send-cut-icmp'], outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { random, client, serverHost, frames: list, rtt } = conversation;
    live(conversation, frames);
    const hops = Math.max(1, serverHost.hops - 1);
    const { sequence, length, flags, times } = sendIntoVoid(
      conversation,
      random.whole(20, 1400),
      random.whole(12, 40),
    );
    for (let sent = 0; ; sent += 1) {
      const refused = conversation.now + rtt * random.between(0.9, 1);
      hostUnreachable(conversation, list.length - 1, refused, hops);
      if (sent === times) break;
      const at = conversation.now + conversation.timeout() + random.between(0, 8000);
      conversation.now = conversation.put(client, at, flags, length, sequence, { lost: true });
    }
    conversation.now = list.timeOf(list.length - 1);
  },
};
