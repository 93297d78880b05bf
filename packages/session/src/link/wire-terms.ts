import type { ConversationLimits } from '../conversation/conversation.ts';
import type { HeartbeatTimes } from './heartbeat.ts';
import { DATA_HEADER_BYTES, HEADER_BYTES } from '../protocol/frame-types.ts';
import type { WireTerms } from './wire.ts';

/** However the other side announces itself, it may ask for signs of life no more often than this, on average. */
const LEAST_PING_INTERVAL_MS = 25;

/** How an open connection lives, given what this side wants and what the other has announced. */
export function wireTerms(
  heartbeat: HeartbeatTimes,
  limits: ConversationLimits,
  peerHeartbeatMs: number,
): WireTerms {
  return {
    ...heartbeat,
    maxBodyBytes: limits.maxMessageBytes + DATA_HEADER_BYTES - HEADER_BYTES,
    minPingIntervalMs: Math.max(peerHeartbeatMs / 2, LEAST_PING_INTERVAL_MS),
  };
}
