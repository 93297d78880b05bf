/** What connections do while they are well: open, ask, answer, think. */
import { seqAdd, TcpFlag } from '@halfopen/wire';
import type { Conversation } from './conversation.ts';
import { Layout } from './frames.ts';
import type { Peer } from './peer.ts';
import { transfer } from './transfer.ts';

/** The client's SYN; later ones repeat it. Does not move `now`. */
export function sendSyn(conversation: Conversation, at: number = conversation.now): void {
  const { client } = conversation;
  conversation.put(client, at, TcpFlag.SYN, 0, client.initial, {
    layout: Layout.open,
    window: client.space,
    echo: 0,
    lost: true,
  });
  client.next = seqAdd(client.initial, 1);
}

/** The server's SYN-ACK for the SYN whose timestamp is `stamp`: always with IP identification 0. */
export function sendSynAck(conversation: Conversation, at: number, stamp: number): number {
  const { client, server } = conversation;
  server.received = client.next;
  const time = conversation.put(server, at, TcpFlag.SYN | TcpFlag.ACK, 0, server.initial, {
    layout: Layout.open,
    window: server.space,
    id: 0,
    echo: stamp,
  });
  server.next = seqAdd(server.initial, 1);
  return time;
}

/** The SYN-ACK once more: the server's kernel has not heard the handshake's end. */
export function repeatSynAck(conversation: Conversation, at: number, stamp: number): number {
  const { server } = conversation;
  return conversation.put(server, at, TcpFlag.SYN | TcpFlag.ACK, 0, server.initial, {
    layout: Layout.open,
    window: server.space,
    id: 0,
    echo: stamp,
    lost: true,
  });
}

/** The three packets of a handshake. `now` then stands at the last. */
export function open(conversation: Conversation): void {
  const { client, server } = conversation;
  sendSyn(conversation);
  const stamp = client.stampAt(client.last);
  const answered = sendSynAck(conversation, client.last + conversation.trip(), stamp);
  client.received = server.next;
  conversation.now = conversation.ack(client, answered + conversation.random.between(20, 60));
}

/** `bytes` of one side's message, at `now`. */
export function say(conversation: Conversation, peer: Peer, bytes: number): void {
  conversation.settle(conversation.now);
  transfer(conversation, peer, Math.max(1, Math.round(bytes)));
}

/** A request, the server's thinking, a response. `now` then stands at the last segment of the response. */
export function exchange(
  conversation: Conversation,
  request: number,
  response: number,
  thinking: number,
): void {
  say(conversation, conversation.client, request);
  conversation.now += conversation.trip() + thinking;
  say(conversation, conversation.server, response);
}

/** Lets the client's program think. */
export function pause(conversation: Conversation, duration: number): void {
  conversation.now += duration;
  conversation.settle(conversation.now);
}

/** Bytes a frame carries on average in a long transfer, acknowledgements included. */
const bytesPerFrame = 960;

/**
 * Exchanges until about `frames` frames have been put down. At its end a response has arrived, and the client may still owe
 * its acknowledgement.
 */
export function talk(conversation: Conversation, frames: number): void {
  const { random } = conversation;
  const habit = random.pick(habits);
  const think = random.magnitude(2000, 900_000);
  const end = conversation.frames.length + frames;
  do {
    const room = Math.max(400, (end - conversation.frames.length) * bytesPerFrame);
    const [request, response] = habit(conversation);
    pause(conversation, random.exponential(think));
    exchange(
      conversation,
      Math.min(room, request),
      Math.min(room, response),
      random.exponential(random.chance(0.3) ? 60_000 : 3000),
    );
  } while (conversation.frames.length < end);
}

/** Sizes of a request and its response, in bytes. */
type Habit = (conversation: Conversation) => readonly [request: number, response: number];

const web: Habit = ({ random }) => [random.between(90, 900), random.magnitude(150, 24_000)];
const chat: Habit = ({ random }) => [random.magnitude(12, 700), random.magnitude(12, 900)];
const upload: Habit = ({ random }) => [random.magnitude(4000, 120_000), random.between(100, 400)];
const download: Habit = ({ random }) => [random.between(90, 300), random.magnitude(40_000, 400_000)];
const habits: readonly Habit[] = [web, web, web, web, chat, chat, chat, chat, upload, download];

/** Opens and talks: what most endings are the end of. Afterwards nothing is outstanding. */
export function live(conversation: Conversation, frames: number): void {
  open(conversation);
  talk(conversation, frames);
  conversation.quiesce();
}
