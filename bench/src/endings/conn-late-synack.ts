import { resetPassive } from '../generator/close.ts';
import { sendSyn, sendSynAck } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

const second = 1_000_000;

/** The program gives up connecting; the SYN-ACK comes after that and meets no socket. */
export const connLateSynack: Ending = {
  kind: 'conn-late-synack',
  truth: {
    case: 'conn-late-synack',
    oneOf: ['conn-late-synack', 'conn-app-timeout', 'conn-healthcheck-rst'],
    outcome: ['failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation) {
    const { client, random } = conversation;
    sendSyn(conversation);
    const repeats = random.whole(1, 4);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      conversation.now += second + random.between(8000, 40_000);
      sendSyn(conversation);
    }
    const stamp = client.stampAt(client.last);
    conversation.now += random.between(1.2, 5) * second;
    const late = sendSynAck(conversation, conversation.now, stamp);
    resetPassive(conversation, client, late + 40, client.next);
  },
};
