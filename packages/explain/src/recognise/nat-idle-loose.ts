import type { Recogniser } from './recogniser.ts';
import { ONE_SECOND_NS } from './tests.ts';

/** The gateway forgot the connection and took it up again: nothing shows. */
export const natIdleLoose: Recogniser<'nat-idle-loose'> = {
  case: 'nat-idle-loose',
  endings: ['open'],
  likelihood: ({ connection }) => (connection.quietNs >= ONE_SECOND_NS ? 3 : 0),
};
