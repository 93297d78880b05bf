import type { Recogniser } from './recogniser.ts';
import { waitedForWindow } from './predicates.ts';

/** The FIN waits behind a full window. */
export const closeZeroWindow: Recogniser<'close-zero-window'> = {
  case: 'close-zero-window',
  endings: ['closed', 'half-closed', 'window-stuck', 'open'],
  likelihood: ({ ending, actor, other, client, server }) => {
    if (ending.kind === 'window-stuck') return 12;
    if (ending.kind === 'open') return client.zeroWindowNow + server.zeroWindowNow > 0 ? 20 : 0;
    return other.zeroWindows > 0 && waitedForWindow(actor, other) ? 55 : 0;
  },
};
