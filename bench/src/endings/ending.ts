/** What a way to end is: a script, and the truth about it. */
import type { CaseName } from '@halfopen/catalogue';
import type { Conversation } from '../generator/conversation.ts';

/** `explain`'s words for how a connection ended. */
export type Outcome = 'ok' | 'failed' | 'open' | 'partial';

/** What a verdict has to say. */
export interface Truth {
  /** What was made to happen; `null`: nothing that has a name. */
  readonly case: CaseName | null;
  /** Cases that leave the same packets at the client; the one above among them. */
  readonly oneOf: readonly CaseName[];
  /** Acceptable outcomes. Where the packets do not decide, there are several. */
  readonly outcome: readonly Outcome[];
}

/** Whom the client talks to. `closed-port`: a server's port without a listener. `dead-host`: an address nobody has. */
export type Place = 'live' | 'closed-port' | 'dead-host';

/** One way for a connection to end. */
export interface Ending {
  /** Kebab-case; the name of its file. */
  readonly kind: string;
  readonly truth: Truth;
  readonly place: Place;
  /** Both ends know that it is over, so that the client may use the port again. */
  readonly freesPort: boolean;
  /** Plays a whole connection of about `frames` frames, or of as many as the ending takes. */
  play(conversation: Conversation, frames: number): void;
}

/** Cases in which both ends close. */
const bothClosed: readonly CaseName[] = ['close-orderly', 'close-writer-exits', 'close-peer-exit'];

/** An orderly close. */
export const orderly: Truth = { case: 'close-orderly', oneOf: bothClosed, outcome: ['ok'] };

/** Cases in which a live socket is aborted: RST with ACK and the socket's own window. */
export const abortedSocket: readonly CaseName[] = [
  'close-unread',
  'close-linger0',
  'close-peer-killed-unread',
  'close-crash-streaming',
  'conn-proxy-dead-backend',
  'rst-local-kill',
  'rst-disconnect',
];

/** Cases in which one end closes, the other writes, and a bare reset comes back. */
export const wroteAfterFin: readonly CaseName[] = [
  'close-reader-exits',
  'close-finwait2-orphan',
  'close-self-inflicted',
  'close-peer-exit',
  'idle-fin-unnoticed',
];

/** Cases in which data is repeated until nothing is heard any more. */
export const wroteIntoVoid: readonly CaseName[] = [
  'send-cut',
  'send-ack-path-cut',
  'send-badcsum',
  'send-buffer-full',
  'send-keepalive-useless',
  'send-lan-vanish',
  'send-user-timeout',
  'close-cut',
  'close-linger-timeout',
  'nat-idle-drop',
];
