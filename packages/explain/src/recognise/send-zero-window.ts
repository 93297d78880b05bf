import type { Recogniser } from './recogniser.ts';

/** The window is 0 and stays 0; probes are answered. */
export const sendZeroWindow: Recogniser<'send-zero-window'> = {
  case: 'send-zero-window',
  endings: ['window-stuck', 'open'],
  likelihood: ({ ending, actor, client, server }) => {
    if (ending.kind === 'window-stuck') return actor.probes > 0 ? 60 : 40;
    return client.zeroWindowNow + server.zeroWindowNow > 0 ? 30 : 0;
  },
};
