/** Opens a session to a server, or takes up the one that the last process left in a store. */
import { Journal } from '../conversation/journal.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { type SessionKey, sessionKey } from '../identity/keys.ts';
import { Session } from '../session/session.ts';
import type { SessionStore, StoredSession } from '../store/session-store.ts';
import { type ClientParts, ClientSession } from './client-session.ts';
import { type ClientSettings, type ConnectOptions, settleClient } from './options.ts';

/** Connections of one process that an epoch of the store has room for. */
const EPOCH_STEP = 2 ** 20;

/**
 * Connects, and resolves when the session is open. From then on it survives its connections: see {@link Session}. Rejects with a
 * {@link ConnectionError}, which is a {@link SessionLostError} where messages of an earlier process are at stake. Throws a `RangeError`
 * or `TypeError` for an option that makes no sense.
 */
export async function connect(options: ConnectOptions): Promise<Session> {
  const settings = settleClient(options);
  const parts = await partsOf(settings, options);
  const client = new ClientSession(settings, parts);
  const session = new Session(client.core, { identity: null, isRestored: parts.restored !== null });
  await client.established;
  return session;
}

async function partsOf(
  settings: ClientSettings,
  { name = '', fresh = false }: ConnectOptions,
): Promise<ClientParts> {
  const { store } = settings;
  if (store === null) return { key: sessionKey(), journal: null, restored: null, epoch: 0 };
  const found = await store.read(name);
  if (found === null) return newParts(settings, store, name, 1);
  if (fresh) {
    await store.remove(name, found.epoch);
    // Whoever still writes for the session that is forgotten must not touch the new one.
    return newParts(settings, store, name, found.epoch + 1);
  }
  return restoredParts(settings, store, name, found);
}

async function newParts(
  settings: ClientSettings,
  store: SessionStore,
  name: string,
  epoch: number,
): Promise<ClientParts> {
  const key = sessionKey();
  await store.create(name, epoch, { key: key.seed.toString('hex') });
  return {
    key,
    journal: new Journal(store, name, epoch, settings.clock),
    restored: null,
    epoch: epoch * EPOCH_STEP,
  };
}

async function restoredParts(
  settings: ClientSettings,
  store: SessionStore,
  name: string,
  found: StoredSession,
): Promise<ClientParts> {
  const epoch = found.epoch + 1;
  const claim = await store.claim(name, epoch);
  if (claim.kind === 'unknown') return newParts(settings, store, name, epoch);
  if (claim.kind === 'held') throw takenBy(name);
  return {
    key: keyOf(claim.session, name),
    journal: new Journal(store, name, epoch, settings.clock),
    restored: claim.session,
    epoch: epoch * EPOCH_STEP,
  };
}

function keyOf({ about }: StoredSession, name: string): SessionKey {
  const seed = about['key'] ?? '';
  if (/^[0-9a-f]{64}$/u.test(seed)) return sessionKey(Buffer.from(seed, 'hex'));
  throw new ConnectionError(`what the store has under ${JSON.stringify(name)} is no client session`, {
    code: 'HO_STORE_FAILED',
    phase: 'connect',
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
  });
}

function takenBy(name: string): ConnectionError {
  return new ConnectionError(`another process has just taken the session ${JSON.stringify(name)}`, {
    code: 'HO_FENCED',
    phase: 'connect',
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
  });
}
