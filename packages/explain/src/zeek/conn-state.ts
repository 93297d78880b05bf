/** Zeek's one-word summary of a connection. */
import type { ZeekEndpoint } from './endpoint.ts';
import { ZeekMark, ZeekState } from './endpoint.ts';

/** `conn_state` of Zeek's conn.log. */
export type ConnState =
  | 'S0'
  | 'S1'
  | 'SF'
  | 'REJ'
  | 'S2'
  | 'S3'
  | 'RSTO'
  | 'RSTR'
  | 'RSTOS0'
  | 'RSTRH'
  | 'SH'
  | 'SHR'
  | 'OTH';

/** A reset of the originator after its SYN, with nothing of importance between them. */
const SYN_THEN_RESET = /^\^?S[^HAFGIQ]*R/;

/**
 * The summary of what has been seen of a connection. The ends may be given in either order: each knows its role.
 * As in Zeek's `scripts/base/protocols/conn/main.zeek`.
 */
export function zeekConnState(one: ZeekEndpoint, other: ZeekEndpoint, history: string): ConnState {
  const originator = one.originator === 1 ? one : other;
  const responder = one.originator === 1 ? other : one;
  if (responder.state === ZeekState.RESET) return resetByResponder(originator, responder);
  if (originator.state === ZeekState.RESET) {
    if (!isSilent(responder)) return 'RSTO';
    return SYN_THEN_RESET.test(history) ? 'RSTOS0' : 'OTH';
  }
  if (originator.state === ZeekState.CLOSED) {
    if (responder.state === ZeekState.CLOSED) return 'SF';
    return isSilent(responder) ? 'SH' : 'S2';
  }
  if (responder.state === ZeekState.CLOSED) return isSilent(originator) ? 'SHR' : 'S3';
  if (originator.state === ZeekState.SYN_SENT && responder.state === ZeekState.INACTIVE) return 'S0';
  if (originator.state === ZeekState.ESTABLISHED && responder.state === ZeekState.ESTABLISHED) return 'S1';
  return 'OTH';
}

function resetByResponder(originator: ZeekEndpoint, responder: ZeekEndpoint): ConnState {
  switch (originator.state) {
    case ZeekState.SYN_SENT:
    case ZeekState.SYN_ACK_SENT:
      return 'REJ';
    case ZeekState.RESET:
      return isEmpty(originator) && isEmpty(responder) ? 'REJ' : 'RSTR';
    default:
      return isSilent(originator) ? 'RSTRH' : 'RSTR';
  }
}

/** Was never seen to open: it sent nothing, or no SYN. */
function isSilent(endpoint: ZeekEndpoint): boolean {
  return endpoint.state === ZeekState.INACTIVE || endpoint.state === ZeekState.PARTIAL;
}

/** By the sequence numbers it sent no payload: nothing but what SYN and FIN take. */
function isEmpty(endpoint: ZeekEndpoint): boolean {
  const most = (endpoint.marks & ZeekMark.FIN_SENT) === 0 ? 1 : 2;
  return (endpoint.last - endpoint.start) >>> 0 <= most && (endpoint.acked - endpoint.start) >>> 0 <= most;
}
