import { retransmit, sendIntoVoid } from '../generator/retransmit.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { wroteIntoVoid } from './ending.ts';

/** Linux repeats data this often by default (tcp_retries2), for about 15 minutes. */
const defaultRetries = 15;

/** The path breaks under data: the same segment again and again, then silence. */
export const sendCut: Ending = {
  kind: 'send-cut',
  truth: { case: 'send-cut', oneOf: wroteIntoVoid, outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { random } = conversation;
    live(conversation, frames);
    const times = random.chance(0.5) ? defaultRetries : random.whole(4, 9);
    retransmit(conversation, sendIntoVoid(conversation, random.whole(20, 1400), times));
  },
};
