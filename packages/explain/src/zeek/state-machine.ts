/**
 * How a segment moves the states of the two ends.
 *
 *                 SYN, answered by SYN(-ACK)
 *     INACTIVE ─▶ SYN_SENT ─────────────────▶ ESTABLISHED ─ FIN ─▶ CLOSED
 *        │                                        │                  │
 *        └─ anything else ─▶ PARTIAL              └────── RST ───────┴▶ RESET
 *
 * A reset of an end that has closed changes nothing once both have closed.
 */
import { TcpFlag } from '@halfopen/wire';
import type { ZeekEndpoint } from './endpoint.ts';
import { enterZeekState, ZeekState } from './endpoint.ts';
import { flipZeekRoles } from './roles.ts';

const CONTROL = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST;

/**
 * Moves both ends. `originated`: the sender was the originator when the segment came. Returns the history, with a `^` when
 * a SYN that follows its own SYN-ACK has flipped the roles.
 */
export function moveZeekStates(
  sender: ZeekEndpoint,
  receiver: ZeekEndpoint,
  originated: boolean,
  flags: number,
  payloadLength: number,
  history: string,
): string {
  if (sender.state === ZeekState.INACTIVE) {
    return leaveInactive(sender, receiver, originated, flags, payloadLength, history);
  }
  if ((flags & CONTROL) === 0) return history;
  switch (sender.state) {
    case ZeekState.SYN_SENT:
    case ZeekState.SYN_ACK_SENT:
      closeOrReset(sender, flags);
      break;
    case ZeekState.PARTIAL:
    case ZeekState.ESTABLISHED:
      leaveEstablished(sender, receiver, flags);
      break;
    case ZeekState.CLOSED:
      if ((flags & TcpFlag.RST) !== 0 && receiver.state !== ZeekState.CLOSED)
        enterZeekState(sender, ZeekState.RESET);
      break;
    default:
  }
  return history;
}

function leaveInactive(
  sender: ZeekEndpoint,
  receiver: ZeekEndpoint,
  originated: boolean,
  flags: number,
  payloadLength: number,
  history: string,
): string {
  let noted = history;
  if ((flags & TcpFlag.SYN) !== 0) {
    const isAnswer = (flags & TcpFlag.ACK) !== 0;
    if (originated) {
      enterZeekState(sender, isAnswer ? ZeekState.SYN_ACK_SENT : ZeekState.SYN_SENT);
    } else {
      if (!isAnswer && receiver.state === ZeekState.SYN_ACK_SENT) {
        flipZeekRoles(sender, receiver);
        noted += '^';
        enterZeekState(receiver, ZeekState.ESTABLISHED);
      }
      if (receiver.state === ZeekState.SYN_SENT) enterZeekState(receiver, ZeekState.ESTABLISHED);
      enterZeekState(sender, ZeekState.ESTABLISHED);
    }
  }
  closeOrReset(sender, flags);
  if (sender.state !== ZeekState.INACTIVE) return noted;
  // some hosts acknowledge a SYN before they answer it: that opens nothing yet
  if (
    !originated &&
    payloadLength === 0 &&
    receiver.originator === 1 &&
    receiver.state === ZeekState.SYN_SENT
  ) {
    return noted;
  }
  const missedSyn = (flags & TcpFlag.ACK) !== 0 && receiver.state === ZeekState.ESTABLISHED;
  enterZeekState(sender, missedSyn ? ZeekState.ESTABLISHED : ZeekState.PARTIAL);
  return noted;
}

function leaveEstablished(sender: ZeekEndpoint, receiver: ZeekEndpoint, flags: number): void {
  const isPartial = sender.state === ZeekState.PARTIAL;
  const isInitialSyn = (flags & (TcpFlag.SYN | TcpFlag.ACK)) === TcpFlag.SYN;
  if (isInitialSyn && isPartial && receiver.state === ZeekState.INACTIVE)
    enterZeekState(sender, ZeekState.SYN_SENT);
  if ((flags & TcpFlag.RST) !== 0) {
    enterZeekState(sender, ZeekState.RESET);
  } else if ((flags & TcpFlag.FIN) !== 0) {
    enterZeekState(sender, ZeekState.CLOSED);
    // FIN and reset of the other end, answered by a FIN: an ordinary end after all
    if (receiver.state === ZeekState.RESET && receiver.previousState === ZeekState.CLOSED) {
      enterZeekState(receiver, ZeekState.CLOSED);
    }
  }
}

function closeOrReset(sender: ZeekEndpoint, flags: number): void {
  if ((flags & TcpFlag.FIN) !== 0) enterZeekState(sender, ZeekState.CLOSED);
  if ((flags & TcpFlag.RST) !== 0) enterZeekState(sender, ZeekState.RESET);
}
