/**
 * How a connection went, before any cause is named. Silence after the capture's last frame was not seen: what merely waits there
 * is open, what was asked for twice and more without an answer has failed.
 */
import { ResetWord, SegmentWord } from '../facts/words.ts';
import type { Outcome } from '../record.ts';
import type { Ending } from './ending.ts';
import type { Facts } from './facts.ts';

/** A kernel repeats a SYN within this time; when it did not, nobody is trying any more. */
const SYN_PATIENCE_NS = 3_500_000_000;
/** So often something is repeated before the lack of an answer means something. */
const ENOUGH = 2;

function ofAttempt({ client, endNs }: Facts): Outcome {
  if (client.synCount > ENOUGH) return 'failed';
  return endNs - client.synLastNs >= SYN_PATIENCE_NS * client.synCount ? 'failed' : 'open';
}

/** A client that throws its socket away after the server has answered and closed: everything had arrived. */
function threwAwayTheRest({ client, server }: Facts, { by }: Ending): boolean {
  return (
    by === 'client' &&
    client.rstForm !== ResetWord.passive &&
    server.bytes > 0 &&
    server.dataLastNs >= client.dataLastNs &&
    client.acked === client.next &&
    server.finAckFrame !== 0 &&
    client.rstFrame > server.finAckFrame
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
    case 'attempt-icmp':
    case 'attempt-dropped':
      return 'failed';
    case 'reset-active':
    case 'reset-passive':
    case 'reset-odd':
      // a reset by itself may be the last word after an orderly close
      return client.packets + server.packets > client.rstCount + server.rstCount ? 'failed' : 'partial';
    case 'attempt-half':
      return server.synAckCount > ENOUGH || client.synCount > ENOUGH ? 'failed' : 'open';
    case 'half-accepted':
      return server.synAckCount > ENOUGH || client.repeats >= ENOUGH ? 'failed' : 'open';
    case 'reset-after-own-fin': {
      const everythingArrived = other.acked === other.next || other.finAckFrame !== 0 || onlyFinIsOut(other);
      return actor.rstAfterKind === SegmentWord.fin && everythingArrived ? 'ok' : 'failed';
    }
    case 'reset-after-fin':
      return threwAwayTheRest(facts, ending) ? 'ok' : 'failed';
    case 'reset-after-close':
      return 'ok';
    case 'closed':
      return connection.closedFrame !== 0 || onlyFinIsOut(other) ? 'ok' : 'open';
    case 'data-unanswered':
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

function onlyFinIsOut(side: Facts['client']): boolean {
  return side.finFrame !== 0 && ((side.finEnd - side.acked) | 0) <= 1;
}
