/**
 * The letters of Zeek's `history`: capitals for the originator, small ones for the responder.
 *
 *     S H A D F R   SYN, SYN-ACK, bare ACK, data, FIN, RST      I  FIN with RST          ^  roles flipped
 *     G T W         hole, retransmission, zero window           Q  SYN with FIN or RST
 *
 * A, D, I and Q stand once for each role. S and H, F, R stand again when the sequence number differs from the last such
 * segment's. G, T and W stand at the 1st, 10th, 100th time and so on.
 */
import { TcpFlag } from '@halfopen/wire';
import type { ZeekEndpoint } from './endpoint.ts';
import { ZeekState } from './endpoint.ts';
import { flipZeekRoles } from './roles.ts';

const SEEN_SYN = 0x01;
const SEEN_FIN = 0x02;
const SEEN_RST = 0x04;
const SEEN_FIN_RST = 0x08;
const SEEN_DATA = 0x10;
const SEEN_ACK = 0x20;
const SEEN_MULTI = 0x40;

const CONTROL = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST;

/** Zeek sets no limit; without one a flood of resets would grow a history without end. */
const LONGEST = 4096;

/** Whether the history has an end's letter for data, and for acknowledgements. */
export function knowsZeekData({ historyBits }: ZeekEndpoint): boolean {
  return (historyBits & SEEN_DATA) !== 0;
}

export function knowsZeekAck({ historyBits }: ZeekEndpoint): boolean {
  return (historyBits & SEEN_ACK) !== 0;
}

/** The history with the letters for a segment's flags. `relative` is its sequence number, counted from the sender's start. */
export function noteZeekFlags(
  sender: ZeekEndpoint,
  receiver: ZeekEndpoint,
  flags: number,
  relative: number,
  payloadLength: number,
  history: string,
): string {
  switch (flags & CONTROL) {
    case 0:
      if (payloadLength > 0) return noteTraffic(sender, receiver, SEEN_DATA, 'D', history);
      return (flags & TcpFlag.ACK) === 0 ? history : noteTraffic(sender, receiver, SEEN_ACK, 'A', history);
    case TcpFlag.SYN: {
      const again = relative !== sender.lastSyn;
      sender.lastSyn = relative;
      return note(sender, SEEN_SYN, (flags & TcpFlag.ACK) === 0 ? 'S' : 'H', again, history);
    }
    case TcpFlag.FIN: {
      const end = (relative + payloadLength) | 0;
      const again = end !== sender.lastFin;
      sender.lastFin = end;
      return note(sender, SEEN_FIN, 'F', again, history);
    }
    case TcpFlag.RST: {
      const again = relative !== sender.lastRst;
      sender.lastRst = relative;
      return note(sender, SEEN_RST, 'R', again, history);
    }
    default:
      return (flags & TcpFlag.FIN) !== 0 && (flags & TcpFlag.RST) !== 0
        ? note(sender, SEEN_FIN_RST, 'I', false, history)
        : note(sender, SEEN_MULTI, 'Q', false, history);
  }
}

/** The history with a `W` for a zero window, unless it means nothing: in or after a reset, or when the other end has closed. */
export function noteZeekWindow(
  sender: ZeekEndpoint,
  receiver: ZeekEndpoint,
  flags: number,
  window: number,
  history: string,
): string {
  if (window !== 0 || (flags & TcpFlag.RST) !== 0) return history;
  if (receiver.state === ZeekState.CLOSED || sender.state === ZeekState.RESET) return history;
  sender.zeroWindows += 1;
  return noteZeekCount(sender, 'W', sender.zeroWindows, history);
}

/** The history with a letter, when the count of what it stands for has come to a power of ten. */
export function noteZeekCount(
  endpoint: ZeekEndpoint,
  letter: 'G' | 'T' | 'W',
  count: number,
  history: string,
): string {
  let milestone = 1;
  while (milestone < count) milestone *= 10;
  return milestone === count ? append(endpoint, letter, history) : history;
}

function noteTraffic(
  sender: ZeekEndpoint,
  receiver: ZeekEndpoint,
  bit: number,
  letter: 'A' | 'D',
  history: string,
): string {
  if ((sender.historyBits & bit) !== 0) return history;
  if (history !== 'H') return note(sender, bit, letter, false, history);
  // whoever goes on after a SYN-ACK was no scanner: the SYN was missed, and the SYN-ACK's sender is the responder
  flipZeekRoles(sender, receiver);
  return note(sender, bit, letter, false, '^h');
}

function note(sender: ZeekEndpoint, bit: number, letter: string, again: boolean, history: string): string {
  if ((sender.historyBits & bit) !== 0 && !again) return history;
  sender.historyBits |= bit;
  return append(sender, letter, history);
}

function append(endpoint: ZeekEndpoint, letter: string, history: string): string {
  if (history.length >= LONGEST) return history;
  return history + (endpoint.originator === 1 ? letter : letter.toLowerCase());
}
