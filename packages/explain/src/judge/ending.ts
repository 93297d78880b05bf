/**
 * How a connection ended, as far as packets go: the first question, before any guess at a cause.
 *
 *     no handshake ─▶ attempt-*          reset that took effect ─▶ reset-*
 *     both FINs acknowledged ─▶ closed   repetitions or probes without an answer at the end ─▶ *-unanswered
 *     one FIN ─▶ half-closed             otherwise ─▶ open, or too little seen ─▶ fragment
 */
import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import type { Facts } from './facts.ts';

export type EndingKind =
  /** SYNs, and nothing back. */
  | 'attempt-unanswered'
  /** A reset answers the SYN. */
  | 'attempt-refused'
  /** An ICMP error answers the SYN. */
  | 'attempt-icmp'
  /** A SYN-ACK came, and the client answered it by a reset. */
  | 'attempt-dropped'
  /** SYN and SYN-ACK, and no acknowledgement of it. */
  | 'attempt-half'
  /** The client acknowledged the SYN-ACK, and the server repeats it as if it had not. */
  | 'half-accepted'
  /** A reset of a living connection, by form. */
  | 'reset-active'
  | 'reset-passive'
  | 'reset-odd'
  /** A reset by the side that had sent a FIN before. */
  | 'reset-after-own-fin'
  /** A reset by the side that had received a FIN before. */
  | 'reset-after-fin'
  /** A reset when both FINs had been acknowledged. */
  | 'reset-after-close'
  | 'closed'
  | 'half-closed'
  | 'data-unanswered'
  | 'fin-unanswered'
  | 'keepalive-unanswered'
  | 'probe-unanswered'
  /** The window is 0, and the other side says so whenever it is asked. */
  | 'window-stuck'
  | 'open'
  /** Packets of one direction, or so few that they say nothing. */
  | 'fragment';

/** How it ended and whose doing it was on the wire: who reset, who closed first, who repeats, who tries to connect. */
export interface Ending {
  readonly kind: EndingKind;
  readonly by: 'client' | 'server';
}

/** Whether a side's reset took effect: no challenge, no traffic as if nothing had been. */
export function resetTookEffect(sender: SideFacts): boolean {
  if (sender.rstCount === 0 || sender.rstSurvived === 1) return false;
  if (sender.rstExact === 1) return true;
  // an abort behind data that was lost; whoever gets it answers by a challenge, and then by nothing more
  return (
    sender.rstForm === ResetWord.active &&
    sender.rstChallenged === 0 &&
    sender.rstFromNext > 0 &&
    sender.notCaptured === 0
  );
}

/** The side whose reset came first and took effect. */
function resetter({ client, server }: Facts): 'client' | 'server' | null {
  const byClient = resetTookEffect(client);
  const byServer = resetTookEffect(server);
  if (byClient && byServer) return client.rstFrame < server.rstFrame ? 'client' : 'server';
  if (byClient) return 'client';
  return byServer ? 'server' : null;
}

function ofReset(facts: Facts, by: 'client' | 'server'): EndingKind {
  const sender = facts[by];
  const other = by === 'client' ? facts.server : facts.client;
  const { closedFrame, handshakeFrame } = facts.connection;
  if (sender.rstForm === ResetWord.syn && handshakeFrame === 0) return 'attempt-refused';
  if (facts.connection.clientKnown === 1 && handshakeFrame === 0 && facts.connection.simultaneousOpen === 0) {
    if (by === 'client' && other.synAckCount > 0 && sender.dataSegments === 0) return 'attempt-dropped';
    if (by === 'server' && sender.synAckCount === 0 && sender.bytes === 0 && other.synCount > 0)
      return 'attempt-refused';
  }
  if (closedFrame !== 0 && closedFrame <= sender.rstFrame) return 'reset-after-close';
  if (sender.rstAfterOwnFin === 1 && sender.rstAfterPeerFin === 1)
    return other.finAckFrame === 0 ? 'reset-after-own-fin' : 'reset-after-close';
  if (sender.rstAfterOwnFin === 1) return 'reset-after-own-fin';
  if (sender.rstAfterPeerFin === 1) return 'reset-after-fin';
  if (sender.rstForm === ResetWord.passive) return 'reset-passive';
  if (sender.keepAlivesUnanswered > 0) return 'keepalive-unanswered';
  return sender.rstForm === ResetWord.odd ? 'reset-odd' : 'reset-active';
}

function attempt(facts: Facts): Ending | null {
  const { client, server, connection } = facts;
  if (connection.clientKnown === 0 || connection.handshakeFrame !== 0 || connection.simultaneousOpen === 1)
    return null;
  // the handshake's last packet was not captured, but what followed was
  if (client.dataSegments + server.dataSegments + client.finCount + server.finCount > 0 && server.packets > 0)
    return null;
  // whoever acknowledges has seen the SYN-ACK, though this capture has not
  if (server.packets === 0 && client.packets - client.rstCount > client.synCount) return null;
  if (client.icmpCount > 0 && server.packets === 0) return { kind: 'attempt-icmp', by: 'client' };
  if (server.synAckCount > 0)
    return {
      kind: client.packets === 0 && server.synAckCount < 2 ? 'fragment' : 'attempt-half',
      by: 'server',
    };
  return client.synCount > 0 ? { kind: 'attempt-unanswered', by: 'client' } : null;
}

/** The side that waits for an answer at the end, with what. */
function unanswered(facts: Facts, by: 'client' | 'server'): EndingKind | null {
  const sender = facts[by];
  const other = by === 'client' ? facts.server : facts.client;
  // with one direction captured, only the sender's own words tell that it was heard
  const wentOn = Math.max(sender.dataLastFrame, sender.finFrame) > sender.repeatLastFrame;
  if (other.packets === 0 && wentOn) return null;
  if (sender.probesUnanswered >= 2) return 'probe-unanswered';
  if (sender.repeats > 0 && sender.repeatOnlyFin === 1) return 'fin-unanswered';
  if (sender.repeats > 0) return 'data-unanswered';
  if (other.zeroWindowNow === 1 && other.finFrame === 0) return 'window-stuck';
  return sender.keepAlivesUnanswered > 0 ? 'keepalive-unanswered' : null;
}

/** How the connection ended. */
export function endingOf(facts: Facts): Ending {
  const { client, server, connection } = facts;
  const by = resetter(facts);
  if (by !== null) return { kind: ofReset(facts, by), by };
  const tried = attempt(facts);
  if (tried !== null) return tried;
  if (connection.closedFrame !== 0) return { kind: 'closed', by: closedFirst(client, server) };
  const halfAccepted = server.synAckLastFrame > connection.handshakeFrame && connection.handshakeFrame !== 0;
  if (
    halfAccepted &&
    server.bytes === 0 &&
    (client.acked - client.isn) >>> 0 <= 1 &&
    server.lastKind === SegmentWord.synAck
  ) {
    return { kind: 'half-accepted', by: 'server' };
  }
  for (const side of ['client', 'server'] as const) {
    const kind = unanswered(facts, side);
    if (kind !== null) return { kind, by: side };
  }
  if (client.packets === 0 || server.packets === 0)
    return { kind: 'fragment', by: client.packets === 0 ? 'server' : 'client' };
  if (client.finFrame !== 0 || server.finFrame !== 0) {
    const both = client.finFrame !== 0 && server.finFrame !== 0;
    return { kind: both ? 'closed' : 'half-closed', by: closedFirst(client, server) };
  }
  return { kind: 'open', by: 'client' };
}

function closedFirst(client: SideFacts, server: SideFacts): 'client' | 'server' {
  if (client.finFrame === 0) return 'server';
  return server.finFrame === 0 || client.finFrame < server.finFrame ? 'client' : 'server';
}
