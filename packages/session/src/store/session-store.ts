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
 *
 * An append that was refused may have taken effect or not, and may be repeated: what is there already is skipped.
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
  /**
   * The epoch that has it: the highest that created or claimed it. In what a claim returns it is the epoch that had the session
   * before, so that a server which remembers an older one can tell that another had the session in between.
   */
  readonly epoch: number;
  /** The other side's messages up to here are processed here. */
  readonly processedSeq: number;
  /** This side's messages up to here are acknowledged by the other. */
  readonly settledSeq: number;
  /** This side's messages after that, in order, without gaps. */
  readonly outgoing: readonly StoredMessage[];
}

/** What changes at once: all of it takes effect, or nothing. */
export interface StoreChange {
  /**
   * Messages that follow the last one stored; the first of a session has sequence number 1. Those that are stored already are
   * skipped. The payloads must stay as they are until the append settles.
   */
  readonly outgoing?: readonly StoredMessage[];
  /** Never goes back: a lower number than the one stored changes nothing. */
  readonly processedSeq?: number;
  /** Messages up to here may be forgotten. Never goes back, and never beyond the last message. */
  readonly settledSeq?: number;
}

/**
 * How a claim ended. `held` means that a higher or equal epoch has the session already, or has begun to claim it. A claim that
 * rejects may have taken effect as far as older epochs are concerned; claim again with a higher one.
 */
export type Claim =
  | { readonly kind: 'claimed'; readonly session: StoredSession }
  | { readonly kind: 'held'; readonly epoch: number }
  | { readonly kind: 'unknown' };

/**
 * A place for session state. Keys are at most 200 UTF-16 units of well-formed text without NUL. Epochs and sequence numbers are safe
 * integers, not negative. Every method rejects with a {@link ConnectionError} of code `HO_STORE_FAILED` when the store can't do it,
 * and `append` with `HO_FENCED` when a higher epoch has claimed the session. Calls for one key are carried out in the order they
 * were made, and need not wait for each other.
 */
export interface SessionStore {
  /** A session that is not written to for longer than some time is forgotten: an idle one is written to this often. Absent: never. */
  readonly refreshMs?: number | undefined;
  /** Begins a session; rejects with `HO_FENCED` if the key exists. */
  create(key: string, epoch: number, about: StoredAbout): Promise<void>;
  /** Takes a session over, if `epoch` is higher than the one that has it. From then on appends of lower epochs are refused. */
  claim(key: string, epoch: number): Promise<Claim>;
  /** The session as it is, without taking it over; `null` when there is none. */
  read(key: string): Promise<StoredSession | null>;
  /**
   * Stores a change, durably when it resolves. For whoever created or claimed the session with this epoch, through the same store
   * object. Rejects with `HO_STORE_FAILED`, and changes nothing, if a message would be missing between those stored and the new
   * ones: that is what follows an append that failed, until it is repeated. An empty change stores nothing, but tells whether the
   * session is still this epoch's, and keeps it from being forgotten by a store that forgets what is not used.
   */
  append(key: string, epoch: number, change: StoreChange): Promise<void>;
  /**
   * Forgets a session; no error if there is none, or if a higher epoch has it. A key is for one session: create another with the
   * same key only with a higher epoch than any that knew the former.
   */
  remove(key: string, epoch: number): Promise<void>;
  /** Lets go of files and connections that the store itself opened. */
  close(): Promise<void>;
}
