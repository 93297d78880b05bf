/** The two ways in which a store says no, and the arguments it doesn't take. */
import { ConnectionError, isConnectionError } from '../errors/connection-error.ts';

const MAX_KEY_LENGTH = 200;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** `HO_STORE_FAILED`; `original` is what the file system or the client of the data base said. */
export function storeFailed(
  message: string,
  original?: unknown,
  { retryable = true }: { readonly retryable?: boolean } = {},
): ConnectionError {
  const system: Partial<NodeJS.ErrnoException> = original instanceof Error ? original : {};
  return new ConnectionError(
    message,
    {
      code: 'HO_STORE_FAILED',
      phase: 'open',
      endedBy: 'local',
      retryable,
      errno: system.code ?? null,
      syscall: system.syscall ?? null,
    },
    original,
  );
}

/** `HO_STORE_FAILED` for what is stored but can't be right. Trying again does not help. */
export function storeDamaged(message: string): ConnectionError {
  return storeFailed(message, undefined, { retryable: false });
}

/** `HO_STORE_FAILED` for a writer whose session is no longer there. */
export function sessionMissing(key: string): ConnectionError {
  const message = `the store has no session ${JSON.stringify(key)}: it was removed, it expired, or it is lost`;
  return storeFailed(message, undefined, { retryable: false });
}

/** `HO_FENCED`. */
export function fenced(message: string): ConnectionError {
  return new ConnectionError(message, {
    code: 'HO_FENCED',
    phase: 'open',
    endedBy: 'local',
    retryable: false,
  });
}

/** `HO_FENCED` for a writer of `epoch` whose session a higher one has. */
export function fencedBy(key: string, epoch: number, higher: number): ConnectionError {
  return fenced(
    `epoch ${epoch} of session ${JSON.stringify(key)} is fenced: epoch ${higher} has claimed it since; another process or server uses this store and this name now`,
  );
}

/** Whatever was thrown, as an error of this package. */
export function asStoreError(doing: string, error: unknown): ConnectionError {
  if (isConnectionError(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  return storeFailed(`${doing}: ${said}`, error);
}

/** Throws if the key is none that every store can take. */
export function checkKey(key: string): void {
  const bad = key.length > MAX_KEY_LENGTH || key.includes('\0') || LONE_SURROGATE.test(key);
  if (bad)
    throw storeDamaged(
      `a key must be at most ${MAX_KEY_LENGTH} characters of well-formed text without NUL, not ${JSON.stringify(key.slice(0, MAX_KEY_LENGTH))}`,
    );
}

/** Throws if the epoch is none. */
export function checkEpoch(epoch: number): void {
  if (!Number.isSafeInteger(epoch) || epoch < 0)
    throw storeDamaged(`an epoch must be a safe integer from 0, not ${epoch}`);
}

/** Throws if the time to live is none. */
export function checkTtl(ttlMs: number | undefined): void {
  if (ttlMs === undefined || (Number.isSafeInteger(ttlMs) && ttlMs > 0)) return;
  throw storeDamaged(`ttlMs must be a whole number of milliseconds above 0, not ${ttlMs}`);
}

/** How often an idle session must be written to, given after how long it is forgotten. */
export function refreshOf(ttlMs: number | undefined): number | undefined {
  return ttlMs === undefined ? undefined : ttlMs / 3;
}
