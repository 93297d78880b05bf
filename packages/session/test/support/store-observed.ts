/** What a test sees of a store, whatever the store keeps its bytes in. */
import type { SessionStore, StoredSession } from '../../src/index.ts';

/** Where stores keep their sessions. */
export interface StorePlace {
  readonly open: () => SessionStore;
  readonly destroy: () => Promise<void>;
}

/** A session to compare: the same, whatever kind of byte array a store gives. */
export function plain(session: StoredSession | null): unknown {
  if (session === null) return null;
  const outgoing = session.outgoing.map(({ seq, payload }) => [
    seq,
    payload === null ? null : Buffer.from(payload).toString('hex'),
  ]);
  return { ...session, about: { ...session.about }, outgoing };
}

/** `ok`, or the code of what a call fails with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'ok';
  } catch (error) {
    return String((error as { readonly code?: string }).code);
  }
}
