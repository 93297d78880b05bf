import type { Recogniser } from './recogniser.ts';

/** The client answers the SYN-ACK by a reset: it only wanted to know. */
export const connHealthcheckRst: Recogniser<'conn-healthcheck-rst'> = {
  case: 'conn-healthcheck-rst',
  endings: ['attempt-dropped'],
  likelihood: () => 45,
};
