import type { Recogniser } from './recogniser.ts';

/** An abort behind data that had arrived. */
export const closeAbortDataKept: Recogniser<'close-abort-data-kept'> = {
  case: 'close-abort-data-kept',
  endings: ['reset-active', 'reset-odd'],
  likelihood: ({ actor }) => (actor.bytes > 0 ? 20 : 0),
};
