import type { Recogniser } from './recogniser.ts';

/** The client resets a connection that the server has not answered yet. */
export const connAcceptDead: Recogniser<'conn-accept-dead'> = {
  case: 'conn-accept-dead',
  endings: ['reset-active', 'reset-odd'],
  likelihood: ({ actorSide, server }) => (actorSide === 'client' && server.bytes === 0 ? 12 : 0),
};
