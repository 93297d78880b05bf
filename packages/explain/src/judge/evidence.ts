/** The frames that a verdict rests on, each with what it shows, in order of time. */
import type { SideFacts } from '../facts/side-facts.ts';
import { ResetWord } from '../facts/words.ts';
import { unreachable } from '../recognise/unreachable.ts';
import type { EvidenceRecord } from '../record.ts';
import { type Ending, resetTookEffect } from './ending.ts';
import type { Facts } from './facts.ts';
import { bytesText, ordinal, spanText, timesText } from './in-words.ts';
import { resetFormText } from './reset-text.ts';
import { cameTooSoon, roundTripNs } from './round-trip.ts';

/** More than this nobody reads. */
const MOST = 9;
const WORTH_TELLING_NS = 500_000_000;

type Add = (frame: number, says: string) => void;

function attempts({ client, server, connection }: Facts, add: Add): void {
  if (client.synCount > 1) {
    add(client.synFrame, 'SYN');
    const gaps =
      client.synDoublingGaps > client.synSteadyGaps ? ', each about twice as long after the last' : '';
    add(client.synLastFrame, `the same SYN for the ${ordinal(client.synCount)} time${gaps}`);
  } else add(client.synFrame, 'SYN');
  add(
    server.synAckFrame,
    server.synAckWindowZero === 1 ? 'SYN-ACK with window 0, as a proxy in the kernel sends it' : 'SYN-ACK',
  );
  if (server.synAckCount > 1) {
    const after = connection.handshakeFrame !== 0 && server.synAckLastFrame > connection.handshakeFrame;
    add(
      server.synAckLastFrame,
      `SYN-ACK number ${server.synAckCount}${after ? ', although the client has acknowledged it: the server has not taken that in' : ''}`,
    );
  }
}

function repetitions(name: string, side: SideFacts, add: Add): void {
  if (side.repeats > 0) {
    const what =
      side.repeatOnlyFin === 1
        ? 'FIN'
        : `${bytesText(side.repeatLength)}${side.repeatFin === 1 ? ' and FIN' : ''}`;
    add(side.flightFrame, `the ${name} sends what is never acknowledged`);
    add(side.repeatFrame, `the ${name} repeats ${what}, ${spanText(side.repeatNs - side.flightNs)} later`);
    if (side.repeats > 1) {
      const pace = side.repeatDoublingGaps > side.repeatSteadyGaps ? 'gaps about double' : 'at a steady pace';
      const heard =
        side.holeSacks > 0
          ? '; later bytes are reported as received (SACK)'
          : side.repeatAnswers > 0
            ? '; answered, but not taken in'
            : '; no answer follows';
      add(side.repeatLastFrame, `repetition ${side.repeats}, ${pace}${heard}`);
    }
  }
  if (side.healedRepeats > 1)
    add(
      side.healedFrame,
      `acknowledged after ${side.healedRepeats} repetitions of the ${name}'s data and ${spanText(side.healedNs)}`,
    );
  if (side.ackedRepeats > 1)
    add(
      side.ackedRepeatLastFrame,
      `the ${name} repeats what was acknowledged long ago: the acknowledgements do not reach it`,
    );
}

function probing(name: string, other: string, side: SideFacts, peer: SideFacts, add: Add): void {
  if (side.keepAlivesUnanswered > 0) {
    add(side.keepAliveFrame, `keepalive probe of the ${name}: no answer`);
    if (side.keepAlivesUnanswered > 1)
      add(side.keepAliveLastFrame, `unanswered probe number ${side.keepAlivesUnanswered}`);
  }
  if (peer.zeroWindows > 0)
    add(peer.zeroWindowFrame, `the ${other} announces window 0: its receive buffer is full`);
  if (side.probesUnanswered > 1)
    add(side.probeLastFrame, `${side.probesUnanswered} window probes of the ${name} without an answer`);
  else if (peer.zeroWindowNow === 1) add(peer.zeroWindowLastFrame, 'still window 0');
}

function resets(facts: Facts, name: 'client' | 'server', add: Add): void {
  const side = facts[name];
  if (side.rstCount === 0) return;
  const forms =
    side.rstForm === ResetWord.passive && side.rstAfterFrame !== 0
      ? resetFormText(side)
      : `the ${name}: ${resetFormText(side)}`;
  const base = side.ttl;
  const ttl =
    base > 0 && side.rstTtl !== base ? `; TTL ${side.rstTtl}, the ${name}'s other packets have ${base}` : '';
  const soon = cameTooSoon(facts, name)
    ? `; too soon for an answer of the ${name}, a round trip to which takes ${spanText(roundTripNs(facts, name))}`
    : '';
  const text =
    side.rstPayload > 0
      ? `; with ${bytesText(side.rstPayload)} of payload, which no common kernel puts into a reset`
      : '';
  const ignored = resetTookEffect(side) ? '' : '; it changed nothing';
  add(side.rstFrame, `${forms}${ttl}${soon}${text}${ignored}`);
  if (side.rstChallenged === 1 && !resetTookEffect(side))
    add(side.rstChallengeFrame, 'a challenge ACK answers it (RFC 5961)');
  if (side.afterRst > 0)
    add(side.afterRstFrame, `"the ${name}" speaks on after its reset: somebody else sent that`);
}

/** Segments that belong to something else, and segments that the capture lacks. */
function oddities({ client, server, connection }: Facts, add: Add): void {
  add(connection.strangeSynFrame, 'a SYN with other numbers, while the connection stands');
  for (const [name, side] of [
    ['client', client],
    ['server', server],
  ] as const) {
    add(side.challengeFrame, `the ${name} answers a SYN by an acknowledgement of something older`);
    add(side.discoveryFrame, `the ${name} resets what that acknowledgement speaks of`);
    add(side.strayFrame, `a segment of the ${name} far outside the window`);
    if (side.notCaptured > 0)
      add(side.notCapturedFrame, `shows that the capture lacks something the ${name} sent`);
  }
}

/** What an aborted side had been sent last: it may lie unread. */
function beforeAbort(facts: Facts, { kind, by }: Ending, add: Add): void {
  if (kind !== 'reset-active' && kind !== 'reset-odd' && kind !== 'reset-after-fin') return;
  const far = by === 'client' ? 'server' : 'client';
  const other = facts[far];
  if (other.dataLastFrame === 0 || other.dataLastFrame > facts[by].rstFrame) return;
  const acked = other.acked === other.next && other.ackedFrame !== 0 && other.ackedFrame < facts[by].rstFrame;
  const fate = acked
    ? `acknowledged in frame ${other.ackedFrame}, which does not mean read`
    : 'not acknowledged';
  add(other.dataLastFrame, `last data of the ${far}, ${bytesText(other.bytes)} in all: ${fate}`);
}

function closing(name: string, other: string, side: SideFacts, peer: SideFacts, add: Add): void {
  add(
    side.finFrame,
    `the ${name} closes: FIN${side.finCount > 1 ? `, sent ${timesText(side.finCount)}` : ''}`,
  );
  add(side.finAckFrame, `the ${other} acknowledges it`);
  if (peer.lateDataFrame !== 0) {
    const seen = peer.dataAfterFin > 0 ? `after the ${name}'s FIN` : `while the ${name}'s FIN is on its way`;
    add(peer.lateDataFrame, `the ${other} sends data ${seen}`);
  }
}

/** The evidence for a verdict. */
export function evidenceOf(facts: Facts, ending: Ending): readonly EvidenceRecord[] {
  const { client, server, connection, icmpSource } = facts;
  const found = new Map<number, string>();
  const add: Add = (frame, says) => {
    if (frame !== 0) found.set(frame, found.has(frame) ? `${found.get(frame)}; ${says}` : says);
  };
  const early =
    ending.kind.startsWith('attempt') ||
    ending.kind === 'half-accepted' ||
    client.synCount > 1 ||
    server.synAckCount > 1;
  if (early) attempts(facts, add);
  if (connection.lastQuietNs >= WORTH_TELLING_NS && ending.kind.startsWith('reset')) {
    add(connection.lastQuietEndFrame, `first packet after ${spanText(connection.lastQuietNs)} of silence`);
  }
  beforeAbort(facts, ending, add);
  closing('client', 'server', client, server, add);
  closing('server', 'client', server, client, add);
  repetitions('client', client, add);
  repetitions('server', server, add);
  probing('client', 'server', client, server, add);
  probing('server', 'client', server, client, add);
  for (const side of [client, server]) {
    if (side.badChecksums > 0 && side.badChecksums < side.checksums) {
      add(side.badChecksumFrame, 'wrong checksum, others are right');
    }
    if (side.icmpCount === 0) continue;
    const says = unreachable(facts.ipVersion, side.icmpType, side.icmpCode);
    add(side.icmpFrame, `ICMP error (${says}) from ${icmpSource}`);
  }
  const provoking = facts[ending.by];
  if (
    provoking.rstCount > 0 &&
    provoking.rstAfterFrame !== 0 &&
    !found.has(provoking.rstAfterFrame) &&
    provoking.rstForm === ResetWord.passive
  ) {
    add(provoking.rstAfterFrame, 'what the reset answers');
  }
  resets(facts, 'client', add);
  resets(facts, 'server', add);
  oddities(facts, add);
  if (found.size === 0) add(connection.lastFrame, 'the last packet that was captured');
  const sorted = [...found].sort(([a], [b]) => a - b).map(([frame, says]) => ({ frame, says }));
  return sorted.length <= MOST ? sorted : [...sorted.slice(0, 2), ...sorted.slice(sorted.length - MOST + 2)];
}
