import type { Recogniser } from './recogniser.ts';

/** Window probes go unanswered, two or more in a row. On the far side of the cut they just stop. */
export const sendZeroWindowVanish: Recogniser<'send-zero-window-vanish'> = {
  case: 'send-zero-window-vanish',
  endings: ['probe-unanswered', 'window-stuck'],
  likelihood: ({ ending, atActor, at }) => {
    if (ending.kind === 'probe-unanswered') return 70;
    return atActor || at === 'middle' ? 0 : 15;
  },
};
