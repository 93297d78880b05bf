/** Orderly ends, and the three forms of reset that a Linux kernel sends. */
import type { Seq } from '@halfopen/wire';
import { TcpFlag } from '@halfopen/wire';
import type { Conversation, FrameDetails } from './conversation.ts';
import { delayedAck } from './conversation.ts';
import { Layout } from './frames.ts';
import type { Peer } from './peer.ts';

/**
 * `first` closes at `now`, and the other end soon after it. Nothing may be outstanding. A socket that waits in TIME-WAIT's
 * small form (the program has closed, its FIN is acknowledged) acknowledges with IP identification 0.
 */
export function closeOrderly(conversation: Conversation, first: Peer): void {
  const { random } = conversation;
  const second = conversation.other(first);
  const began = conversation.fin(first, conversation.now);
  const heard = began + conversation.answerAfter(first);
  const atOnce = random.chance(0.7);
  if (!atOnce) conversation.ack(second, heard + random.between(0, delayedAck));
  const ended = conversation.fin(second, Math.max(heard, second.last) + (atOnce ? 300 : 60_000));
  const final: FrameDetails = atOnce ? {} : { id: 0 };
  conversation.now = conversation.ack(first, ended + conversation.answerAfter(second), final);
}

/** A live socket is aborted: RST with ACK, its real window, timestamps, the next IP identification. */
export function resetActive(conversation: Conversation, peer: Peer, at: number): void {
  conversation.now = conversation.put(peer, at, TcpFlag.RST | TcpFlag.ACK, 0, peer.next, { lost: true });
}

/**
 * A segment met no socket: RST alone, `sequence` is the ack field of that segment, window 0, no options, IP identification 0.
 * `details` are for resets that somebody else sends.
 */
export function resetPassive(
  conversation: Conversation,
  peer: Peer,
  at: number,
  sequence: Seq,
  details: FrameDetails = {},
): void {
  conversation.now = conversation.put(peer, at, TcpFlag.RST, 0, sequence, {
    layout: Layout.bare,
    window: 0,
    id: 0,
    lost: true,
    ...details,
  });
}

/** A SYN met no listener: RST with ACK, sequence number 0, window 0, no options, IP identification 0. */
export function resetOfSyn(conversation: Conversation, at: number, details: FrameDetails = {}): void {
  const { client, server } = conversation;
  conversation.now = conversation.put(server, at, TcpFlag.RST | TcpFlag.ACK, 0, 0 as Seq, {
    layout: Layout.bare,
    window: 0,
    id: 0,
    ack: client.next,
    lost: true,
    ...details,
  });
}
