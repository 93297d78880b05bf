/** Tests that several recognisers share. */
import { PreviousWord, ResetWord, SegmentWord } from '../facts/words.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import { cameTooSoon } from '../judge/round-trip.ts';
import type { Scene } from '../judge/scene.ts';

export const ONE_SECOND_NS: number = 1_000_000_000;
/** How long Linux keeps a closed connection's ports. */
export const TIME_WAIT_NS: number = 60 * ONE_SECOND_NS;
/** Payload that only links with a small MTU stop (RFC 1122 section 3.3.3: 576 bytes pass everywhere). */
export const LARGE_BYTES: number = 536;
/** A mapping or a balancer's entry is not forgotten sooner than this. */
const FORGETTING_NS: number = 0.9 * ONE_SECOND_NS;

/**
 * Whether a side's reset comes from where that side is: by its TTL against that of its other packets, or of other connections of
 * the same server; and by its time: nobody answers in less than the round trip takes.
 */
export function resetOrigin({
  facts,
  actor,
  actorSide,
  surroundings,
  atActor,
}: Scene): 'same' | 'other' | 'unknown' {
  if (!atActor && cameTooSoon(facts, actorSide)) return 'other';
  const base = actor.ttl > 0 ? actor.ttl : actorSide === 'server' ? surroundings.serverTtl : 0;
  if (base === 0) return 'unknown';
  const varies = actor.ttlMin !== actor.ttlMax;
  const within = varies && actor.rstTtl >= actor.ttlMin && actor.rstTtl <= actor.ttlMax;
  return actor.rstTtl === base || within ? 'same' : 'other';
}

/** The last silence was long enough for something on the way to forget the connection, and what came after it was not answered well. */
export function wasIdleBefore({ connection }: Scene, frame: number): boolean {
  return connection.lastQuietNs >= FORGETTING_NS && connection.lastQuietEndFrame <= frame;
}

/** The server had not taken anything in: no data of its own, none of the client's acknowledged. */
export function isYoung({ client, server }: Scene): boolean {
  return server.bytes === 0 && (client.isnKnown === 0 || (client.acked - client.isn) >>> 0 <= 1);
}

/** Bytes in flight or waiting that were never acknowledged. */
export function outstandingBytes(side: SideFacts): number {
  return side.nextKnown === 1 ? (side.next - side.acked) | 0 : 0;
}

/** Segments come back for what is repeated, so the way there and back works. */
export function isHeard(side: SideFacts): boolean {
  return side.holeSacks > 0 || side.repeatAnswers >= 2;
}

/** The reset was provoked by data that was sent before the closing side's FIN could be known. */
export function dataCrossedFin({ actor, other }: Scene): boolean {
  return other.dataAfterFin === 0 && actor.rstAfterKind === SegmentWord.data && actor.rstCrossesFin === 1;
}

/** An earlier reset of the same side was an active one. */
export function abortedBefore(side: SideFacts): boolean {
  return side.rstCount > 1 && (side.rstForms & (1 << ResetWord.active)) !== 0;
}

/** The last word was a question: data that was acknowledged and, for a while, not answered by data. */
export function isUnansweredQuestion(asker: SideFacts, asked: SideFacts, endNs: number): boolean {
  return (
    asker.dataSegments > 0 &&
    asker.dataLastNs > asked.dataLastNs &&
    outstandingBytes(asker) === 0 &&
    endNs - asker.dataLastNs >= FORGETTING_NS
  );
}

/** Data was repeated several times, or for long, before acknowledgements came again. */
export function stalledAndHealed(side: SideFacts): boolean {
  return side.healedRepeats >= 2 || (side.healedRepeats === 1 && side.healedNs >= ONE_SECOND_NS);
}

/** The first SYNs were not answered, a later one was. One lost SYN by itself says little. */
export function wasAnsweredLate(client: SideFacts, server: SideFacts): boolean {
  return (
    client.synCount > 1 &&
    server.synAckCount > 0 &&
    server.synCount === 0 &&
    client.discoveryRsts === 0 &&
    client.synPayload === 0
  );
}

/** The SYN-ACK came again after the client had acknowledged it. */
export function synAckCameAgain({ connection, server }: Scene): boolean {
  return connection.handshakeFrame !== 0 && server.synAckLastFrame > connection.handshakeFrame;
}

/** The connection began over the remains of another. */
export function foundOldOne({ connection, client, server }: Scene): boolean {
  return (
    connection.previous === PreviousWord.discovered || (client.discoveryRsts > 0 && server.challengeAcks > 0)
  );
}

/** Both sides closed, none after the other had gone on sending for a while, and not both at once. */
export function isPlainClose({ other, client, server }: Scene): boolean {
  return other.dataAfterFin === 0 && client.finAnswers + server.finAnswers > 0;
}

/** The last segment of data got an acknowledgement that does not cover it, and nothing else is missing. */
export function wasRefused(sender: SideFacts, receiver: SideFacts): boolean {
  return (
    sender.lastKind === SegmentWord.data &&
    sender.repeats === 0 &&
    outstandingBytes(sender) > 0 &&
    sender.lastSeq === sender.acked &&
    receiver.lastFrame > sender.lastFrame &&
    receiver.lastFrame !== sender.ackedFrame &&
    receiver.lastLength === 0
  );
}

/** The closing side's FIN left as soon as the other's window opened again. */
export function waitedForWindow(closer: SideFacts, reader: SideFacts): boolean {
  const wait = closer.finNs - reader.zeroWindowEndNs;
  return closer.finFrame !== 0 && reader.zeroWindowNow === 0 && wait >= 0 && wait < ONE_SECOND_NS / 4;
}
