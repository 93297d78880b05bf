/** Packets that are lost or overtaken on the way, and how both ends get over it. Nothing may be outstanding before. */
import type { Seq } from '@halfopen/wire';
import { seqAdd, TcpFlag } from '@halfopen/wire';
import type { Conversation } from './conversation.ts';
import type { Peer } from './peer.ts';
import { retransmit, sendIntoVoid } from './retransmit.ts';

const { ACK, PSH } = TcpFlag;
/** Duplicate acknowledgements that make a sender repeat a segment (RFC 5681 section 3.2). */
const duplicates = 3;
const segmentGap = 90;

/** Where segment `index` of a burst that begins at `base` begins. */
function edge(base: Seq, mss: number, index: number): Seq {
  return seqAdd(base, index * mss);
}

/**
 * A burst of the client's loses its second segment on the way to the server. The server's duplicate acknowledgements name
 * what it has (SACK), the client repeats the segment, the server has everything.
 */
export function loseClientSegment(conversation: Conversation): void {
  const { client, server, mss, random } = conversation;
  const base = client.next;
  const count = random.whole(2 + duplicates, 9);
  const sent = Array.from({ length: count }, (_, index) =>
    conversation.put(
      client,
      conversation.now + 4 * index,
      index === count - 1 ? PSH | ACK : ACK,
      mss,
      edge(base, mss, index),
      { lost: true },
    ),
  );
  client.next = edge(base, mss, count);
  server.received = edge(base, mss, 1);
  server.echo = client.stampAt(sent[0]!);
  let repeatAt = 0;
  for (let index = 2; index < count; index += 1) {
    const at = conversation.ack(server, sent[index]! + conversation.trip(), {
      sack: [edge(base, mss, 2), edge(base, mss, index + 1)],
    });
    if (index === 1 + duplicates) repeatAt = at + 20;
  }
  const repeated = conversation.put(client, repeatAt, ACK, mss, edge(base, mss, 1));
  server.received = client.next;
  conversation.now = conversation.ack(server, repeated + conversation.trip());
}

/** The same the other way: the capture misses the lost segment, for it never came. */
export function loseServerSegment(conversation: Conversation): void {
  const { client, server, mss, random } = conversation;
  const base = server.next;
  const count = random.whole(2 + duplicates, 9);
  const asked = conversation.data(client, conversation.now, random.whole(80, 400));
  let at = asked + conversation.trip();
  server.id = (server.id + 1) & 0xffff;
  let repeatAt = 0;
  for (let index = 0; index < count; index += 1) {
    at += segmentGap;
    if (index === 1) continue;
    conversation.put(server, at, ACK, mss, edge(base, mss, index));
    client.received = edge(base, mss, 1);
    if (index === 0) continue;
    const sack = [edge(base, mss, 2), edge(base, mss, index + 1)] as const;
    const heard = conversation.ack(client, at + 15, { sack });
    if (index === 1 + duplicates) repeatAt = heard + conversation.trip();
  }
  server.next = edge(base, mss, count);
  const repeated = conversation.put(server, repeatAt, ACK, mss, edge(base, mss, 1));
  client.received = server.next;
  conversation.now = conversation.ack(client, repeated + 15);
}

/** A small request is lost; the tail loss probe, or the timer after `repeats` attempts, gets it through. */
export function loseRequest(conversation: Conversation, repeats: number): void {
  const { client, server, random } = conversation;
  const repeated = sendIntoVoid(conversation, random.whole(60, 700), repeats);
  retransmit(conversation, repeated);
  client.next = seqAdd(client.next, repeated.length);
  server.received = client.next;
  server.echo = client.stampAt(conversation.now);
  conversation.now = conversation.ack(server, conversation.now + conversation.trip());
  conversation.data(server, conversation.now + 400, random.whole(60, 900));
  client.ackDue = server.last + random.between(20, 4000);
  conversation.quiesce();
}

/** Two segments of the server's arrive in the wrong order. */
export function overtake(conversation: Conversation): void {
  const { client, server, mss, frames, random } = conversation;
  const base = server.next;
  const asked = conversation.data(client, conversation.now, random.whole(80, 400));
  const began = asked + conversation.trip();
  const first = frames.length;
  for (let index = 0; index < 4; index += 1)
    conversation.put(
      server,
      began + index * segmentGap,
      index === 3 ? PSH | ACK : ACK,
      mss,
      edge(base, mss, index),
    );
  server.next = edge(base, mss, 4);
  const [early, late] = [frames.timeOf(first + 1), frames.timeOf(first + 2)];
  frames.moveTo(first + 1, late);
  frames.moveTo(first + 2, early);
  hear(conversation, client, early, edge(base, mss, 1), [edge(base, mss, 2), edge(base, mss, 3)]);
  hear(conversation, client, late, edge(base, mss, 3));
  hear(conversation, client, server.last, edge(base, mss, 4));
  conversation.now = client.last;
}

function hear(
  conversation: Conversation,
  peer: Peer,
  at: number,
  received: Seq,
  sack?: readonly [Seq, Seq],
): void {
  peer.received = received;
  conversation.ack(peer, at + 15, sack === undefined ? {} : { sack });
}
