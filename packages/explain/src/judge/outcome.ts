/**
 * How a connection went, before any cause is named. Silence after the capture's last frame was not seen: what merely waits there
 * is open, what was asked for twice and more without an answer has failed.
 */
import type { SideFacts } from '../facts/side-facts.ts';
import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Outcome } from '../record.ts';
import type { Ending } from './ending.ts';
import type { Facts } from './facts.ts';

/** A kernel repeats a SYN within this time; when it did not, nobody is trying any more. */
const SYN_PATIENCE_NS = 3_500_000_000;
/** So often something is repeated before the lack of an answer means something. */
const ENOUGH = 2;
/** So often nothing is repeated that merely got lost. */
const MANY = 5;

function ofAttempt({ client, endNs }: Facts): Outcome {
  if (client.synCount > ENOUGH) return 'failed';
  return endNs - client.synLastNs >= SYN_PATIENCE_NS * client.synCount ? 'failed' : 'open';
}

/** The server has had the last word, and nothing of either side was on its way. */
function everythingWasSaid({ client, server }: Facts): boolean {
  return (
    server.bytes > 0 &&
    server.dataLastNs >= client.dataLastNs &&
    isAcknowledged(client) &&
    isAcknowledged(server)
  );
}

/** All its data and, if it sent one, its FIN. */
function isAcknowledged(side: SideFacts): boolean {
  return side.acked === side.next || onlyFinIsOut(side);
}

/** Nothing but the FIN is unacknowledged. */
function onlyFinIsOut(side: SideFacts): boolean {
  return side.finFrame !== 0 && ((side.finEnd - side.acked) | 0) <= 1;
}

/** What came after the FIN of the side that then reset was no more than TLS taking its leave. */
function onlyFarewellWasLost({ lateDataFrame, lateReal }: SideFacts): boolean {
  return lateDataFrame !== 0 && lateReal === 0;
}

/** A reset by a side that had closed. */
function afterOwnFin(actor: SideFacts, other: SideFacts): Outcome {
  if (onlyFarewellWasLost(other)) return 'ok';
  const answersData = actor.rstAfterKind === SegmentWord.data && actor.rstForm === ResetWord.passive;
  return !answersData &&
    actor.rstAfterKind !== SegmentWord.keepAlive &&
    isAcknowledged(other) &&
    isAcknowledged(actor)
    ? 'ok'
    : 'failed';
}

/** So little was captured that the reset may be the last word of anything. */
function isTooLittle({ client, server, connection }: Facts): boolean {
  if (client.packets + server.packets <= client.rstCount + server.rstCount) return true;
  return (
    connection.clientKnown === 0 &&
    client.bytes + server.bytes === 0 &&
    client.keepAlives + server.keepAlives === 0
  );
}

/** How the connection went. */
export function outcomeOf(facts: Facts, ending: Ending): Outcome {
  const { client, server, connection } = facts;
  const actor = facts[ending.by];
  const other = ending.by === 'client' ? server : client;
  switch (ending.kind) {
    case 'attempt-unanswered':
      return ofAttempt(facts);
    case 'attempt-refused':
      return client.synCount > 0 ? 'failed' : 'partial';
    case 'attempt-icmp':
    case 'attempt-dropped':
      return 'failed';
    case 'reset-active':
    case 'reset-passive':
    case 'reset-odd':
      return isTooLittle(facts) ? 'partial' : 'failed';
    case 'attempt-half':
      return server.synAckCount > ENOUGH || client.synCount > ENOUGH ? 'failed' : 'open';
    case 'half-accepted':
      return server.synAckCount > ENOUGH || client.repeats >= ENOUGH ? 'failed' : 'open';
    case 'reset-after-own-fin':
      return isTooLittle(facts) ? 'partial' : afterOwnFin(actor, other);
    case 'reset-after-fin':
      if (isTooLittle(facts)) return 'partial';
      return actor.rstForm !== ResetWord.passive && other.finAckFrame !== 0 && everythingWasSaid(facts)
        ? 'ok'
        : 'failed';
    case 'reset-after-close':
      return 'ok';
    case 'closed':
      return connection.closedFrame !== 0 || (onlyFinIsOut(other) && onlyFinIsOut(actor)) ? 'ok' : 'open';
    case 'data-unanswered':
      // what is answered after the last repetition is not given up yet
      if (other.lastFrame > actor.repeatLastFrame && actor.repeats < MANY) return 'open';
      return actor.repeats >= ENOUGH ? 'failed' : 'open';
    case 'fin-unanswered':
      if (other.finFrame !== 0) return 'ok';
      return actor.repeats >= ENOUGH ? 'failed' : 'open';
    case 'keepalive-unanswered':
      return actor.keepAlivesUnanswered >= ENOUGH || actor.rstCount > 0 ? 'failed' : 'open';
    case 'probe-unanswered':
      return 'failed';
    case 'window-stuck':
    case 'half-closed':
      return 'open';
    case 'open':
      return connection.clientKnown === 0 && connection.frames - connection.duplicateFrames < 3
        ? 'partial'
        : 'open';
    case 'fragment':
      return 'partial';
  }
}
