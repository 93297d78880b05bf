/** A verdict in one sentence: what was seen, then what it most likely is. */
import { type CaseName, caseNames, gistOf } from '@halfopen/catalogue';
import type { SideFacts } from '../facts/side-facts.ts';
import { unreachable } from '../recognise/unreachable.ts';
import type { Certainty } from '../record.ts';
import type { Ending } from './ending.ts';
import type { Facts } from './facts.ts';
import { bytesText, laterText, spanText, timesText } from './in-words.ts';
import type { Ruling } from './referee.ts';
import { answeredText } from './reset-text.ts';

function repeated(side: SideFacts): string {
  const fin = side.finFrame !== 0 && side.finAckFrame === 0 ? 1 : 0;
  const bytes = ((side.next - side.acked) | 0) - fin;
  const what = side.repeatOnlyFin === 1 ? 'its FIN' : `${bytesText(bytes)} unacknowledged`;
  return `${what}, repeated ${timesText(side.repeats)} in ${spanText(side.repeatLastNs - side.flightNs)} without ${side.repeatAnswers + side.holeSacks > 0 ? 'progress' : 'an answer'}`;
}

/** Somebody between the two sides sent it. */
function isForged(name: CaseName | null): boolean {
  return name !== null && gistOf(name).endedBy === 'middle';
}

function seen(facts: Facts, { kind, by }: Ending, name: CaseName | null): string {
  const { client, server, connection, icmpSource, endNs } = facts;
  const actor = facts[by];
  const far = by === 'client' ? 'server' : 'client';
  const other = facts[far];
  switch (kind) {
    case 'attempt-unanswered':
      return `The client sent ${client.synCount === 1 ? 'one SYN' : `${client.synCount} SYNs in ${spanText(client.synLastNs - client.synNs)}`} and nothing came back`;
    case 'attempt-refused':
      if (client.synCount === 0) return 'A reset answers something that the capture does not have';
      return `The SYN was answered by a reset ${laterText(actor.rstAfterNs)}`;
    case 'attempt-icmp':
      return `The SYN was answered by an ICMP error (${unreachable(facts.ipVersion, client.icmpType, client.icmpCode)}) from ${icmpSource}`;
    case 'attempt-dropped':
      return `The client answered the SYN-ACK by a reset, ${spanText(client.rstNs - client.synNs)} after its SYN`;
    case 'attempt-half':
      return `The server sent its SYN-ACK ${timesText(server.synAckCount)} and no acknowledgement came`;
    case 'half-accepted':
      return `The client is connected, but the server repeats its SYN-ACK${client.repeats > 0 ? " and the client's data is not acknowledged" : ''}`;
    case 'reset-active':
    case 'reset-odd': {
      const what = isForged(name) ? `A reset in the ${by}'s name came` : `The ${by} aborted the connection`;
      return `${what}${actor.rstAfterFrame === 0 ? '' : ` ${spanText(actor.rstAfterNs)} after ${answeredText(actor)} from the ${far}`}`;
    }
    case 'reset-passive': {
      const quiet =
        connection.lastQuietNs >= 1e9 ? ` after ${spanText(connection.lastQuietNs)} of silence` : '';
      return `A reset in the ${by}'s name answered ${answeredText(actor)} of the ${far}${quiet}: no socket for it there`;
    }
    case 'reset-after-own-fin':
      return `The ${by} had closed; ${answeredText(actor)} of the ${far} ${other.dataAfterFin === 0 && other.lateDataFrame !== 0 ? 'crossed its FIN and ' : ''}was reset`;
    case 'reset-after-fin':
      return `The ${far} had closed its side; the ${by} then aborted the connection`;
    case 'reset-after-close':
      return 'Both sides closed and everything was acknowledged; the reset after that harmed nobody';
    case 'closed':
      return `Both sides closed, the ${by} first`;
    case 'half-closed':
      return `The ${by} closed; the ${far} had not by the end of the capture, ${spanText(endNs - actor.finNs)} later`;
    case 'data-unanswered':
      return `The ${by} has ${repeated(actor)}`;
    case 'fin-unanswered':
      return `The ${by} closed: ${repeated(actor)}`;
    case 'keepalive-unanswered':
      return `${actor.keepAlivesUnanswered} keepalive probe${actor.keepAlivesUnanswered === 1 ? '' : 's'} of the ${by} went unanswered${actor.rstCount > 0 ? ' and it gave up with a reset' : ''}`;
    case 'probe-unanswered':
      return `The ${far}'s window was 0, and ${actor.probesUnanswered} probes of it in a row went unanswered`;
    case 'window-stuck':
      return `The ${far}'s window was 0 for the last ${spanText(connection.lastNs - other.zeroWindowNs)} of the connection${actor.probesAnswered > 0 ? ', and it answered probes with 0 again' : ''}`;
    case 'open':
      return 'The connection stands at the end of the capture';
    case 'fragment':
      return `Only packets of the ${by} were captured`;
  }
}

/** Of cases that lie behind a connection as it stands or ended well. */
const earlier: Readonly<Record<Certainty, string>> = {
  certain: '; what happened to it:',
  likely: '; what happened to it, most likely:',
  possible: '; what may have happened to it:',
};
const certainly: Readonly<Record<Certainty, string>> = {
  certain: ':',
  likely: ', most likely:',
  possible: ', possibly:',
};

const standing: ReadonlySet<string> = new Set(['open', 'half-closed']);

/** The summary of a verdict. */
export function summaryOf(facts: Facts, ending: Ending, { case: name, certainty }: Ruling): string {
  const what = seen(facts, ending, name);
  const guessed =
    facts.connection.clientKnown === 1
      ? ''
      : ' The capture begins within the connection: which side is the client is a guess.';
  if (name === null && ending.kind.startsWith('attempt'))
    return `${what} yet; the capture ends too soon to tell more.${guessed}`;
  return name === null
    ? `${what}, and nothing that went wrong was seen.${guessed}`
    : `${what}${(standing.has(ending.kind) ? earlier : certainly)[certainty]} ${caseNames[name]}.${guessed}`;
}
