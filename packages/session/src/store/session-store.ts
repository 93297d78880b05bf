/**
 * Where a session's state lives beyond the process. One entry holds what one side must remember to go on: who the
 * session is, how far the other side's messages are processed, and its own messages that nobody has acknowledged yet.
 *
 * Two rules make a restart lose and repeat nothing, and the session keeps them, not the store:
 *
 *     a message is transmitted only after `append` has stored it
 *     an acknowledgement is sent only after `append` has stored what it says
 *
 * A store's part is that an `append` that has resolved survives the crash it promises to survive, that appends take effect
 * in order, and that a writer whose epoch is no longer the highest is refused: that is what keeps two processes, or two servers,
 * from both going on with the same session.
 */

/** A message of this side that the other has not acknowledged. */
export interface StoredMessage {
  readonly seq: number;
  /** `null` stands for the end of this side's sending, which takes a sequence number like a message. */
  readonly payload: Uint8Array | null;
}

/** What is known of a session beside its messages. Fixed at creation, small, opaque to the store. */
export type StoredAbout = Readonly<Record<string, string>>;

/** One session as it was stored. */
export interface StoredSession {
  readonly about: StoredAbout;
  /** The highest epoch that claimed it. */
  readonly epoch: number;
  /** The other side's messages up to here are processed here. */
  readonly processedSeq: number;
  /** This side's messages up to here are acknowledged by the other. */
  readonly settledSeq: number;
  /** This side's messages after that, in order, without gaps. */
  readonly outgoing: readonly StoredMessage[];
}

/** What changes at once. */
export interface StoreChange {
  readonly outgoing?: readonly StoredMessage[];
  readonly processedSeq?: number;
  /** Messages up to here may be forgotten. */
  readonly settledSeq?: number;
}

/** How a claim ended. `held` means that a higher or equal epoch has the session already. */
export type Claim =
  | { readonly kind: 'claimed'; readonly session: StoredSession }
  | { readonly kind: 'held'; readonly epoch: number }
  | { readonly kind: 'unknown' };

/**
 * A place for session state. Keys are at most 200 characters, any Unicode but NUL. Every method rejects with a
 * {@link ConnectionError} of code `HO_STORE_FAILED` when the store can't do it, and `append` with `HO_FENCED` when a higher epoch
 * has claimed the session.
 */
export interface SessionStore {
  /** Begins a session; rejects with `HO_FENCED` if the key exists. */
  create(key: string, epoch: number, about: StoredAbout): Promise<void>;
  /** Takes a session over, if `epoch` is higher than the one that has it. From then on appends of lower epochs are refused. */
  claim(key: string, epoch: number): Promise<Claim>;
  /** The session as it is, without taking it over; `null` when there is none. */
  read(key: string): Promise<StoredSession | null>;
  /** Stores a change, durably when it resolves. Calls are carried out in order. */
  append(key: string, epoch: number, change: StoreChange): Promise<void>;
  /** Forgets a session; no error if there is none, or if a higher epoch has it. */
  remove(key: string, epoch: number): Promise<void>;
  /** Lets go of files and connections that the store itself opened. */
  close(): Promise<void>;
}
