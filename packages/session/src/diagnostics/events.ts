/**
 * What happens to sessions, as it happens: on channels of node:diagnostics_channel, and to a session's own `onEvent`. The
 * channel of an event is `halfopen:session:` and its type. Nothing is made where nobody listens.
 */
import diagnosticsChannel, { type Channel } from 'node:diagnostics_channel';
import type { ConnectionError } from '../errors/connection-error.ts';
import type { SessionLostError } from '../errors/session-lost-error.ts';
import { callOut } from './call-out.ts';

/** Which end of a session reports. */
export type SessionSide = 'client' | 'server';

/** Whether a session has a connection now. */
export type SessionState = 'connecting' | 'open' | 'offline' | 'closed';

interface About {
  readonly id: string;
  readonly side: SessionSide;
}

/** One thing that happened to a session. */
export type SessionEvent =
  /** The client tries to connect; `attempt` counts since the last open connection. */
  | (About & {
      readonly type: 'attempt';
      readonly host: string;
      readonly port: number;
      readonly attempt: number;
    })
  | (About & {
      readonly type: 'attempt-failed';
      readonly host: string;
      readonly port: number;
      readonly attempt: number;
      readonly error: ConnectionError;
      readonly retryInMs: number | null;
    })
  | (About & {
      readonly type: 'state';
      readonly from: SessionState;
      readonly to: SessionState;
      /** What ended the connection, or the session. */
      readonly error: ConnectionError | null;
    })
  /** A sign of life was asked for, came, or did not come. */
  | (About & { readonly type: 'heartbeat'; readonly news: 'ping' | 'pong' | 'dead' })
  /** This side gave a connection up. */
  | (About & { readonly type: 'kill'; readonly error: ConnectionError })
  /** The session is over before its time. */
  | (About & { readonly type: 'lost'; readonly error: SessionLostError })
  /** The server refused a connection, of no session yet. */
  | {
      readonly type: 'refused';
      readonly side: 'server';
      readonly address: string | null;
      readonly port: number | null;
      readonly error: ConnectionError;
    };

const channels: Readonly<Record<SessionEvent['type'], Channel<unknown, unknown>>> = {
  attempt: diagnosticsChannel.channel('halfopen:session:attempt'),
  'attempt-failed': diagnosticsChannel.channel('halfopen:session:attempt-failed'),
  state: diagnosticsChannel.channel('halfopen:session:state'),
  heartbeat: diagnosticsChannel.channel('halfopen:session:heartbeat'),
  kill: diagnosticsChannel.channel('halfopen:session:kill'),
  lost: diagnosticsChannel.channel('halfopen:session:lost'),
  refused: diagnosticsChannel.channel('halfopen:session:refused'),
};

/** Tells whoever listens on the event's channel, and the listener. */
export function report(event: SessionEvent, listener: ((event: SessionEvent) => void) | undefined): void {
  const channel = channels[event.type];
  if (channel.hasSubscribers) channel.publish(event);
  callOut(listener, event);
}
