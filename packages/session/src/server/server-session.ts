/**
 * A server's session: it waits for its client to come back, for as long as it is told to.
 *
 *     open ── connection ended ──▶ offline ── the client's next connection ──▶ open
 *                                    └── `offlineMs` passed, or the client has aborted ──▶ lost
 */
import { Journal } from '../conversation/journal.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { wireTerms } from '../link/wire-terms.ts';
import type { Wire } from '../link/wire.ts';
import type { ByeReason } from '../protocol/bye-codes.ts';
import { SessionCore } from '../session/session-core.ts';
import { Session } from '../session/session.ts';
import type { StoredSession } from '../store/session-store.ts';
import type { Timer } from '../time/clock.ts';
import type { Guest } from './handshake.ts';
import type { ServerSettings } from './options.ts';

/** What a server's session is begun with. */
export interface ServerParts {
  readonly id: string;
  readonly epoch: number;
  readonly identity: string | null;
  readonly restored: StoredSession | null;
}

/** Ends of a connection after which its client does not come back. */
const fatal: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'HO_PEER_ABORTED',
  'HO_STATE_GAP',
  'HO_PROTOCOL',
  'HO_MESSAGE_TOO_LARGE',
]);

/** Losses after which the store need not remember the session, and what a client that comes back is told. */
const forGood: ReadonlyMap<ErrorCode, ByeReason> = new Map<ErrorCode, ByeReason>([
  ['HO_PEER_ABORTED', 'unknown-session'],
  ['HO_STATE_GAP', 'state-gap'],
  ['HO_PROTOCOL', 'unknown-session'],
  ['HO_MESSAGE_TOO_LARGE', 'unknown-session'],
  ['HO_GAVE_UP', 'unknown-session'],
  ['HO_ABORTED', 'aborted'],
]);

export class ServerSession {
  readonly core: SessionCore;
  readonly session: Session;
  readonly identity: string | null;
  /** Epoch of the newest connection. */
  epoch: number;
  readonly #settings: ServerSettings;
  #grace: Timer | null = null;
  /** Told when the session is over: what its client is to be told for good, or `null` if it may be taken up from the store. */
  onOver: (forGood: ByeReason | null) => void = () => undefined;

  constructor(settings: ServerSettings, parts: ServerParts) {
    const { id, epoch, identity, restored } = parts;
    const { store, clock } = settings;
    this.epoch = epoch;
    this.identity = identity;
    this.#settings = settings;
    this.core = new SessionCore({
      id,
      side: 'server',
      clock,
      loopWatch: settings.loopWatch,
      limits: settings.limits,
      journal: store === null ? null : new Journal(store, id, epoch, clock),
      restored,
      onEvent: settings.onEvent,
    });
    this.core.onDone = () => this.core.finish();
    this.core.onStoreFailed = (error) => this.#storeFailed(error);
    this.core.onOver = () => {
      this.#grace?.cancel();
      const { failure } = this.core;
      const reason = failure === null ? 'done' : (forGood.get(failure.code) ?? null);
      this.onOver(reason);
      if (reason === null) this.core.journal?.abandon();
      else void this.core.journal?.close('forget');
    };
    this.core.onState = (state, error) => {
      this.#grace?.cancel();
      if (state !== 'offline') return;
      if (error !== null && fatal.has(error.code)) this.core.lose(error);
      else if (settings.offlineMs < Number.POSITIVE_INFINITY) {
        this.#grace = clock.after(settings.offlineMs, () => this.#giveUp(), false);
      }
    };
    this.session = new Session(this.core, { identity, isRestored: restored !== null });
  }

  /**
   * Goes on over a connection that has proven to be the client's; `false` if the session has come to its end meanwhile. The caller
   * has asked `canResumeFrom`.
   */
  adopt(wire: Wire, guest: Guest, resumed: boolean): boolean {
    const { heartbeat, limits } = this.#settings;
    const { hello } = guest;
    this.epoch = hello.epoch;
    this.core.drop(fenced());
    // The program may have ended it when it heard that its connection is gone.
    if (this.core.isOver) return false;
    guest.welcome({ resumed, ...this.core.conversation.terms(heartbeat.heartbeatMs) });
    this.core.adopt(wire, hello, wireTerms(heartbeat, limits, hello.heartbeatMs));
    return true;
  }

  #giveUp(): void {
    this.core.lose(
      new ConnectionError(`the client did not come back within ${this.#settings.offlineMs} ms`, {
        code: 'HO_GAVE_UP',
        phase: 'open',
        endedBy: 'unknown',
        retryable: false,
      }),
    );
  }

  /** What was promised is in the store; what is in memory may be more. The next connection goes on from the store. */
  #storeFailed(error: ConnectionError): void {
    const reason = error.code === 'HO_FENCED' ? 'fenced' : 'unavailable';
    if (reason === 'unavailable') {
      // What went wrong with the store is no client's business.
      this.core.wire?.farewell(reason, '', 0, error);
    }
    this.core.lose(error);
  }
}

function fenced(): ConnectionError {
  return new ConnectionError('a newer connection of the same client has taken the session over', {
    code: 'HO_FENCED',
    phase: 'open',
    endedBy: 'peer',
    retryable: true,
  });
}
