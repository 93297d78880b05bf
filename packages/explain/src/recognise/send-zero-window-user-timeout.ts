import type { Recogniser } from './recogniser.ts';

/** Probes are answered, and then they stop. */
export const sendZeroWindowUserTimeout: Recogniser<'send-zero-window-user-timeout'> = {
  case: 'send-zero-window-user-timeout',
  endings: ['window-stuck'],
  likelihood: ({ actor }) => (actor.probes > 0 ? 15 : 0),
};
