import type { Recogniser } from './recogniser.ts';

/** Something reaches a socket in TIME-WAIT. */
export const closeTwRst: Recogniser<'close-tw-rst'> = {
  case: 'close-tw-rst',
  endings: ['reset-after-close', 'closed'],
  likelihood: ({ ending, connection }) =>
    ending.kind === 'reset-after-close' ? 60 : connection.afterClose > 1 ? 20 : 0,
};
