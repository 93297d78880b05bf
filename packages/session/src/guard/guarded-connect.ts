/** Dial and guard in one. */
import { callOut } from '../diagnostics/call-out.ts';
import { dial } from '../dial/dial.ts';
import type { DialEvent, DialOptions } from '../dial/dial-options.ts';
import { systemClock } from '../time/clock.ts';
import { checkGuardOptions } from './check-options.ts';
import type { Guard, GuardEvent, GuardOptions } from './guard-options.ts';
import { SocketGuard } from './guard.ts';
import { RecentEvents } from '../errors/recent-events.ts';

/** Options of {@link guardedConnect}. */
export interface GuardedConnectOptions extends Omit<DialOptions, 'onEvent'>, Omit<GuardOptions, 'onEvent'> {
  /** Hears what happens, before the connection stands and after. */
  readonly onEvent?: (event: DialEvent | GuardEvent) => void;
}

function inWords(event: DialEvent): string {
  switch (event.type) {
    case 'resolved':
      return `resolved to ${event.addresses.join(', ')}`;
    case 'attempt':
      return `connect ${event.address}`;
    case 'attempt-failed':
      return event.error.message;
    case 'connected':
      return `connected to ${event.address}`;
    case 'secured':
      return `secured by ${event.protocol ?? 'TLS'}`;
  }
}

/**
 * Connects with one deadline over name, addresses and TLS, and guards what comes of it. Rejects as {@link dial} does; later
 * errors come out of {@link Guard.ended}. The signal ends either.
 */
export async function guardedConnect(options: GuardedConnectOptions): Promise<Guard> {
  checkGuardOptions(options);
  const recent = new RecentEvents();
  const clock = options.clock ?? systemClock;
  const onEvent = (event: DialEvent): void => {
    recent.add(clock.now(), inWords(event));
    callOut(options.onEvent, event);
  };
  const socket = await dial({ ...options, onEvent });
  return new SocketGuard(socket, options, recent);
}
