import type { Recogniser } from './recogniser.ts';

/** A handshake like any other; only counters tell. */
export const connSyncookies: Recogniser<'conn-syncookies'> = {
  case: 'conn-syncookies',
  endings: ['open'],
  likelihood: () => 3,
};
