import type { Recogniser } from './recogniser.ts';

/** The window is 0 and stays 0 for a while; probes are answered. */
export const sendZeroWindow: Recogniser<'send-zero-window'> = {
  case: 'send-zero-window',
  endings: ['window-stuck', 'open', 'closed', 'half-closed'],
  likelihood: ({ ending, actor, client, server }) => {
    if (ending.kind === 'window-stuck') return actor.probes > 0 ? 60 : 40;
    if (client.zeroWindowNow + server.zeroWindowNow > 0) return 30;
    const probed =
      (client.zeroWindows > 0 && server.probes > 0) || (server.zeroWindows > 0 && client.probes > 0);
    if (probed) return 45;
    return client.zeroWindows + server.zeroWindows > 0 ? 9 : 0;
  },
};
