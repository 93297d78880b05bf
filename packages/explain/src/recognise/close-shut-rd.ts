import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';

/** shutdown(SHUT_RD) sends nothing; a close afterwards may reset. */
export const closeShutRd: Recogniser<'close-shut-rd'> = {
  case: 'close-shut-rd',
  endings: ['open', 'half-closed', 'reset-active', 'reset-odd', 'reset-after-fin', 'window-stuck'],
  likelihood: ({ ending, actor, other, client, server }) => {
    if (ending.kind === 'open' || ending.kind === 'window-stuck' || ending.kind === 'half-closed')
      return client.bytes + server.bytes > 0 ? 2 : 0;
    return other.bytes > 0 && actor.rstForm !== ResetWord.passive ? 3 : 0;
  },
};
