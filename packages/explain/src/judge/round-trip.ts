/** Round trips from where the capture was made, as the handshake and later answers show them. */
import { ResetWord } from '../facts/words.ts';
import type { Facts } from './facts.ts';

/** Below this the clock and the scheduler say more than the way. */
const LEAST_NS = 2_000_000;
/** An answer in less than this share of a round trip came from nearer. Routes get shorter now and then, but not by half. */
const TOO_SOON = 0.5;

/**
 * From the place of the capture to a side and back; 0: not known. Two measurements at least: one alone may have waited for a
 * busy host, an address resolution, a backlog, and would make every later answer look too quick.
 */
export function roundTripNs({ client, server, connection }: Facts, to: 'client' | 'server'): number {
  if (connection.handshakeFrame === 0 || client.synCount !== 1 || server.synAckCount !== 1) return 0;
  const asker = to === 'server' ? client : server;
  if (asker.rttNs === 0) return 0;
  const ns = to === 'server' ? server.synAckNs - client.synNs : connection.handshakeNs - server.synAckNs;
  const shortest = Math.min(ns, asker.rttNs);
  return shortest >= LEAST_NS ? shortest : 0;
}

/** A side's reset answers a segment, or acknowledges one, sooner than the side could have. */
export function cameTooSoon(facts: Facts, by: 'client' | 'server'): boolean {
  const sender = facts[by];
  const other = by === 'client' ? facts.server : facts.client;
  if (sender.rstForm !== ResetWord.passive && sender.rstAcks === 0) return false;
  if (other.flightFrame === 0 || other.flightFrame > sender.rstFrame) return false;
  const roundTrip = roundTripNs(facts, by);
  // it may answer any segment that is outstanding, so the first counts
  return (
    roundTrip > 0 &&
    (other.acked !== other.next || sender.rstAcks > 0) &&
    sender.rstNs - other.flightNs < roundTrip * TOO_SOON
  );
}
