/** What client and server can both be told, and what they do when they are told nothing. */
import type { ConversationLimits } from '../conversation/conversation.ts';
import type { Acknowledge } from '../conversation/inbound.ts';
import type { HeartbeatTimes } from '../link/heartbeat.ts';
import type { SessionEvent } from '../diagnostics/events.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/frame-types.ts';
import { checkFunction, checkHas, checkObject, numberOr, wrongType } from '../options-check.ts';
import type { SessionStore } from '../store/session-store.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { type LoopWatch, loopWatchOf } from '../time/loop-watch.ts';

/** How soon a silent peer is noticed: `default` within 25 s, `fast` within 5 s. */
export type Profile = 'default' | 'fast';

/** Options of both sides. */
export interface SharedOptions {
  readonly profile?: Profile;
  /** Silence after which the peer is asked for a sign of life. Overrides the profile's. At least 50. */
  readonly heartbeatMs?: number;
  /** How long beyond two heartbeats the peer may be silent. Overrides the profile's. */
  readonly graceMs?: number;
  /** Bytes that may wait here until the other side has processed them; `send()` waits for room. 1 MiB. */
  readonly sendBufferBytes?: number;
  /** Bytes that may have come and wait for this program: what the other side may send ahead. 1 MiB. */
  readonly windowBytes?: number;
  /** Longest message this side takes. 1 MiB; at most 16 MiB less 9 bytes. */
  readonly maxMessageBytes?: number;
  /** `received` acknowledges before this program has seen a message: faster, and lost with the process. `processed`. */
  readonly acknowledge?: Acknowledge;
  /** Known to both sides and to nobody else: each proves to the other that it knows it. */
  readonly secret?: string | Uint8Array;
  /** Where session state is kept so that it survives this process. */
  readonly store?: SessionStore;
  /** Told of everything that happens; see the package's README. */
  readonly onEvent?: (event: SessionEvent) => void;
  readonly clock?: Clock;
  readonly loopWatch?: LoopWatch;
}

/** The same, with everything decided. */
export interface SharedSettings {
  readonly heartbeat: HeartbeatTimes;
  readonly limits: ConversationLimits;
  readonly secret: Buffer | null;
  readonly store: SessionStore | null;
  readonly onEvent: ((event: SessionEvent) => void) | undefined;
  readonly clock: Clock;
  readonly loopWatch: LoopWatch;
}

const MIB = 1024 * 1024;

const profiles: Readonly<Record<Profile, HeartbeatTimes>> = {
  default: { heartbeatMs: 10_000, graceMs: 2000 },
  fast: { heartbeatMs: 2000, graceMs: 500 },
};

/** Decides what was left open. Throws a `RangeError` that names the option which makes no sense. */
export function settle(options: SharedOptions): SharedSettings {
  checkShared(options);
  const profile = options.profile ?? 'default';
  if (!Object.hasOwn(profiles, profile)) {
    throw new RangeError(`profile: ${JSON.stringify(profile)}; default and fast exist`);
  }
  const times = profiles[profile];
  const clock = options.clock ?? systemClock;
  return {
    heartbeat: {
      heartbeatMs: numberOr(times.heartbeatMs, 'heartbeatMs', options.heartbeatMs, 50, 2 ** 31),
      graceMs: numberOr(times.graceMs, 'graceMs', options.graceMs, 0, 2 ** 31),
    },
    limits: {
      sendBufferBytes: numberOr(MIB, 'sendBufferBytes', options.sendBufferBytes, 1, 2 ** 31),
      windowBytes: numberOr(MIB, 'windowBytes', options.windowBytes, 1, 2 ** 31),
      maxMessageBytes: numberOr(MIB, 'maxMessageBytes', options.maxMessageBytes, 1, MAX_MESSAGE_BYTES),
      acknowledge: options.acknowledge ?? 'processed',
    },
    secret: options.secret === undefined ? null : Buffer.from(options.secret),
    store: options.store ?? null,
    onEvent: options.onEvent,
    clock,
    loopWatch: options.loopWatch ?? loopWatchOf(clock),
  };
}

function checkShared(options: SharedOptions): void {
  checkObject('options', options, 'an object');
  const { acknowledge, secret, store } = options;
  if (acknowledge !== undefined && acknowledge !== 'processed' && acknowledge !== 'received') {
    throw new RangeError(`acknowledge: ${JSON.stringify(acknowledge)}; processed and received exist`);
  }
  if (secret !== undefined && typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
    throw wrongType('secret', secret, 'a string, or bytes,');
  }
  if (secret?.length === 0) throw new RangeError('secret: it is empty, which everybody knows');
  checkHas('store', store, 'append');
  checkFunction('onEvent', options.onEvent);
}
