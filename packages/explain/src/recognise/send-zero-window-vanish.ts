import type { Recogniser } from './recogniser.ts';

/** Window probes go unanswered, two or more in a row. */
export const sendZeroWindowVanish: Recogniser<'send-zero-window-vanish'> = {
  case: 'send-zero-window-vanish',
  endings: ['probe-unanswered'],
  likelihood: () => 70,
};
