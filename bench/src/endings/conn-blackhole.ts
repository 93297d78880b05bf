import { doubling } from '../generator/retransmit.ts';
import { sendSyn } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

const second = 1_000_000;
/** Four repeats a second apart, then doubling: Linux from 6.5 on (tcp_syn_linear_timeouts, tcp_syn_retries 6). */
const linear = [1, 1, 1, 1, ...doubling(1, 6)];
const classic = doubling(1, 6);

/** The SYN is repeated and never answered. */
export const connBlackhole: Ending = {
  kind: 'conn-blackhole',
  truth: {
    case: 'conn-blackhole',
    oneOf: [
      'conn-blackhole',
      'conn-server-silent',
      'conn-acceptq-full',
      'conn-synq-full',
      'conn-synack-lost',
      'conn-app-timeout',
    ],
    outcome: ['failed'],
  },
  place: 'dead-host',
  freesPort: false,
  play(conversation) {
    const { random } = conversation;
    const waits = random.chance(0.6) ? linear : classic;
    // some programs give up before the kernel does
    const count = random.chance(0.7) ? waits.length : random.whole(2, waits.length);
    sendSyn(conversation);
    for (const wait of waits.slice(0, count)) {
      conversation.now += wait * second + random.between(8000, 40_000);
      sendSyn(conversation);
    }
  },
};
