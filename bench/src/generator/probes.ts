/** Segments without payload, one below the next sequence number, that ask whether the other end is there. */
import { seqAdd, TcpFlag } from '@halfopen/wire';
import type { Conversation } from './conversation.ts';
import { doubling } from './retransmit.ts';
import { transfer } from './transfer.ts';

/** Linux answers such segments no more often than this, in microseconds (tcp_invalid_ratelimit). */
const answerInterval = 500_000;

/** The client asks, at `at`. Not a segment the server accepts, so the server's timestamp echo stays. */
function ask(conversation: Conversation, at: number): number {
  const { client } = conversation;
  return conversation.put(client, at, TcpFlag.ACK, 0, seqAdd(client.next, -1), { lost: true });
}

/** Keepalive probes of the client: the first `idle` after `now`, the others `interval` apart (tcp(7) TCP_KEEPIDLE ...). */
export function keepAlive(
  conversation: Conversation,
  idle: number,
  interval: number,
  count: number,
  answered: boolean,
): void {
  const { server, random } = conversation;
  for (let index = 0; index < count; index += 1) {
    const wait = index === 0 || answered ? idle : interval;
    conversation.now = ask(conversation, conversation.now + wait + random.between(0, 24_000));
    if (answered) conversation.ack(server, conversation.now + conversation.trip());
  }
}

/** The server's program stops reading while the client sends: its window goes to 0. The client has more to send. */
export function fillWindow(conversation: Conversation): void {
  transfer(conversation, conversation.client, conversation.server.space, false);
  conversation.settle(Infinity);
  conversation.now = conversation.server.last;
}

/** Zero window probes of the client, `count` of them, each wait twice the one before (RFC 9293 section 3.8.6.1). */
export function probeWindow(conversation: Conversation, count: number, answered: boolean): void {
  const { server, random } = conversation;
  let answeredAt = -Infinity;
  for (const wait of doubling(conversation.timeout(), count)) {
    conversation.now = ask(conversation, conversation.now + wait + random.between(0, 4000));
    const answer = conversation.now + conversation.trip();
    if (!answered || answer - answeredAt < answerInterval) continue;
    answeredAt = conversation.ack(server, answer);
  }
}
