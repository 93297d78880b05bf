/**
 * Where a capture was made, as a connection shows it. A host sends with a TTL of 64, 128 or 255, and every router takes one away:
 * a side whose packets still have all of it is near. Where both have, or neither, the handshake's round trips tell.
 */
import type { Vantage } from '@halfopen/catalogue';
import type { SideFacts } from '../facts/side-facts.ts';
import type { VantageRecord } from '../record.ts';
import type { Facts } from './facts.ts';

/** The answer of the near side takes less than this share of that of the far one. */
const NEAR = 0.2;
/** Below this a round trip says nothing. */
const LEAST_RTT_NS = 200_000;

/** A TTL that hosts start with, and no route is so long that it leaves another such number. */
function isInitial(ttl: number): boolean {
  return ttl === 64 || ttl === 128 || ttl === 255;
}

function byTtl(client: SideFacts, server: SideFacts): Vantage | null {
  const clientNear = isInitial(client.ttl);
  const serverNear = isInitial(server.ttl);
  if (client.ttl === 0 || server.ttl === 0) return clientNear ? 'client' : null;
  if (clientNear === serverNear) return clientNear ? null : 'middle';
  return clientNear ? 'client' : 'server';
}

function byTiming({ client, server, connection }: Facts): Vantage | null {
  if (
    connection.handshakeFrame === 0 ||
    client.synFrame === 0 ||
    server.synAckCount !== 1 ||
    client.synCount !== 1
  )
    return null;
  const toServer = server.synAckNs - client.synNs;
  const toClient = connection.handshakeNs - server.synAckNs;
  if (toServer + toClient < LEAST_RTT_NS) return null;
  if (toClient < toServer * NEAR) return 'client';
  return toServer < toClient * NEAR ? 'server' : null;
}

function byOffload(client: SideFacts, server: SideFacts): Vantage | null {
  if (client.oversized > 0 === server.oversized > 0) return null;
  return client.oversized > 0 ? 'client' : 'server';
}

/** Where the capture was made. `given` wins over what is inferred. */
export function vantageOf(facts: Facts, given: Vantage | undefined): VantageRecord {
  if (given !== undefined) return { at: given, how: 'given' };
  const { client, server } = facts;
  const ttl = byTtl(client, server);
  if (ttl !== null) return { at: ttl, how: 'ttl' };
  const timing = byTiming(facts);
  if (timing !== null) return { at: timing, how: 'timing' };
  const offload = byOffload(client, server);
  return offload === null ? { at: 'unknown', how: 'nothing' } : { at: offload, how: 'offload' };
}

/** The vantages to judge from: an inferred end may as well be a router on that end's own link. */
export function vantagesToJudgeFrom({ at, how }: VantageRecord): readonly Vantage[] {
  if (at === 'unknown') return ['client', 'middle', 'server'];
  return how === 'given' || at === 'middle' ? [at] : [at, 'middle'];
}
