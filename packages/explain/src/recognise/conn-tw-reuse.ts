import { PreviousWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';
import { TIME_WAIT_NS } from './predicates.ts';

/** The ports of a connection that was closed less than a minute ago. */
export const connTwReuse: Recogniser<'conn-tw-reuse'> = {
  case: 'conn-tw-reuse',
  endings: ['open', 'closed', 'half-closed'],
  likelihood: ({ connection }) =>
    connection.previous === PreviousWord.closed && connection.previousQuietNs < TIME_WAIT_NS ? 60 : 0,
};
