/** What Redis answered, read with care: a client that is set up otherwise than this store needs must not spoil a session. */
import type { StoredAbout, StoredMessage, StoredSession } from '../session-store.ts';
import { storeDamaged } from '../store-errors.ts';

/** A session, and the epoch that had it before the one that has it. */
export interface RedisSession extends StoredSession {
  readonly before: number;
}

/** A reply as a list of its parts. */
export function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [reply];
}

/** A word of a reply. */
export function wordOf(part: unknown): string {
  if (Buffer.isBuffer(part)) return part.toString('utf8');
  if (typeof part === 'string') return part;
  throw storeDamaged(`Redis answered something else than a word: ${typeof part}`);
}

/** The session that a hash of fields and values tells of. */
export function sessionFrom(key: string, hash: unknown): RedisSession {
  const wrong = (why: string): Error =>
    storeDamaged(
      `session ${JSON.stringify(key)} is damaged in Redis: ${why}. To begin anew without what it holds, rename or delete its key there`,
    );
  const parts = listOf(hash);
  const fields = new Map<string, Buffer>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const value = parts[at + 1];
    if (!Buffer.isBuffer(value))
      throw storeDamaged('the command function gives strings: it must give Buffers, or bytes are lost');
    fields.set(wordOf(parts[at]), value);
  }
  const number = (name: string): number => {
    const value = Number(fields.get(name)?.toString('latin1') ?? Number.NaN);
    if (!Number.isSafeInteger(value) || value < 0) throw wrong(`${name} is no number`);
    return value;
  };
  const settledSeq = number('settled');
  const lastSeq = number('last');
  const outgoing: StoredMessage[] = [];
  for (let seq = settledSeq + 1; seq <= lastSeq; seq += 1) {
    const payload = fields.get(`d:${seq}`) ?? (fields.has(`e:${seq}`) ? null : undefined);
    if (payload === undefined) throw wrong(`message ${seq} is missing`);
    outgoing.push({ seq, payload });
  }
  return {
    about: aboutFrom(fields.get('about'), wrong),
    epoch: number('epoch'),
    before: number('before'),
    processedSeq: number('processed'),
    settledSeq,
    outgoing,
  };
}

function aboutFrom(bytes: Buffer | undefined, wrong: (why: string) => Error): StoredAbout {
  try {
    const about: unknown = JSON.parse(bytes?.toString('utf8') ?? '');
    if (
      typeof about === 'object' &&
      about !== null &&
      Object.values(about).every((part) => typeof part === 'string')
    )
      return about as StoredAbout;
  } catch {
    // Said below.
  }
  throw wrong('about is not what was stored');
}
