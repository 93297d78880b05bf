/** A way to send messages over TCP, put under the same faults as the others. */
import type { Fate, Profile } from '../record/records.ts';
import type { Gate } from './gate.ts';

/** What a subject is started with. */
export interface LinkSetting {
  /** Where the client connects to. A server listens on all addresses. */
  readonly host: string;
  readonly port: number;
  readonly folder: string;
  readonly profile: Profile;
  /** Closed while the application takes no messages. */
  readonly gate: Gate;
  readonly events: LinkEvents;
}

/** What a subject tells. */
export interface LinkEvents {
  /** Connected, or connected again. */
  up(): void;
  /** The library says that the connection is gone, and why as far as it says. */
  down(code: string): void;
  /** A message arrives; `flagged` when the library warns that it may be a repetition. */
  got(payload: Uint8Array, flagged: boolean): void;
  /** A message that had been taken is given back. */
  givenBack(payload: Uint8Array, code: string, delivered: Fate): void;
}

/** One side of a subject at work. */
export interface Link {
  /**
   * Resolves when the library says that it took the message over, or sent it, in the way its users would ask; rejects when it refuses.
   */
  send(payload: Buffer): Promise<void>;
}

/** A subject. */
export interface Subject {
  readonly name: SubjectName;
  /** What is used, and how it is set: for readers of the results. */
  readonly about: string;
  /** Programs it needs beside Node. */
  readonly programs: readonly string[];
  /** How many sends its user has under way at a time. */
  readonly window: number;
  /** How long nothing may arrive before what is missing counts as lost; longer than its longest pause between attempts. */
  readonly patienceMs: number;
  /** How soon it promises to notice a silent peer, by profile; `null` where it promises nothing. */
  readonly noticeLimitMs: Readonly<Record<Profile, number | null>>;
  /** Whether what was sent outlives a kill of the sender. */
  readonly outlivesKill: boolean;
  readonly client: (setting: LinkSetting) => Promise<Link>;
  readonly server: (setting: LinkSetting) => Promise<Link>;
}

/** Names of subjects. */
export type SubjectName = 'session' | 'session-stored' | 'net' | 'ws' | 'nats' | 'ioredis';

/** The code of whatever was thrown. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof AggregateError) return `AggregateError ${code ?? ''}`.trim();
  return code ?? (error.message || error.name);
}
