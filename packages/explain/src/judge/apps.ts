/**
 * What the programs at both ends got from their calls, as it follows from the packets: Linux as measured, macOS where BSD sockets
 * are known to differ (a reset after end of file is told by recv as ECONNRESET there, as EPIPE and end of file on Linux).
 */
import type { CaseName, Side } from '@halfopen/catalogue';
import { unreachable } from '../recognise/unreachable.ts';
import type { CallRecord, Outcome } from '../record.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import type { Ending } from './ending.ts';
import type { Facts } from './facts.ts';

type Calls = readonly CallRecord[];

const connected: CallRecord = { call: 'connect', result: '0' };
const gone: Calls = [{ call: 'send', result: 'EPIPE' }];
const endOfFile: CallRecord = { call: 'recv', result: '0' };
const waiting: CallRecord = { call: 'recv', result: 'blocked' };
const closed: CallRecord = { call: 'close', result: '0' };
const reset: Calls = [{ call: 'recv', result: 'ECONNRESET' }, ...gone];
/** A reset that comes after end of file. */
const resetAfterEnd: Calls = [
  endOfFile,
  { call: 'send', result: 'ok' },
  { call: 'send', result: 'EPIPE' },
  { call: 'recv', result: '0', on: 'linux' },
  { call: 'recv', result: 'ECONNRESET', on: 'macos' },
];

function errnoOfIcmp(facts: Facts, side: SideFacts): string | null {
  if (side.icmpCount === 0) return null;
  switch (unreachable(facts.ipVersion, side.icmpType, side.icmpCode)) {
    case 'net':
      return 'ENETUNREACH';
    case 'host':
    case 'time-exceeded':
      return 'EHOSTUNREACH';
    case 'protocol':
      return 'ENOPROTOOPT';
    case 'port':
      return 'ECONNREFUSED';
    case 'prohibited':
      return facts.ipVersion === 6 ? 'EACCES' : 'EHOSTUNREACH';
    case 'other':
      return null;
  }
}

/** What the program sees whose side aborted the connection. */
function ofAborter(name: CaseName | null): Calls {
  switch (name) {
    case 'idle-keepalive':
    case 'send-user-timeout':
      return [{ call: 'recv', result: 'ETIMEDOUT' }, ...gone];
    case 'rst-local-kill':
      return [{ call: 'recv', result: 'ECONNABORTED' }, ...gone];
    case 'rst-injected':
    case 'rst-fw-established':
    case 'close-peer-killed-unread':
    case 'close-crash-streaming':
    case 'conn-listener-closed':
      return [];
    default:
      return [closed];
  }
}

function connectEnds(result: string): Readonly<Record<Side, Calls>> {
  return { client: [{ call: 'connect', result }], server: [] };
}

function ofAttempt(facts: Facts, { kind }: Ending, name: CaseName | null): Readonly<Record<Side, Calls>> {
  if (kind === 'attempt-refused') return connectEnds('ECONNREFUSED');
  if (kind === 'attempt-icmp') return connectEnds(errnoOfIcmp(facts, facts.client) ?? 'EHOSTUNREACH');
  if (kind === 'attempt-dropped' || name === 'conn-app-timeout') {
    return { client: [{ call: 'connect', result: 'EINPROGRESS' }, closed], server: [] };
  }
  // what the client saw of a handshake that the server did not see completed can't be told from here
  return kind === 'attempt-half' ? { client: [], server: [] } : connectEnds('ETIMEDOUT');
}

/** The calls of both programs. */
export function appsOf(
  facts: Facts,
  ending: Ending,
  outcome: Outcome,
  name: CaseName | null,
): Readonly<Record<Side, Calls>> {
  const actor = facts[ending.by];
  const other = ending.by === 'client' ? facts.server : facts.client;
  const both = (ofActor: Calls, ofOther: Calls): Readonly<Record<Side, Calls>> =>
    ending.by === 'client' ? { client: ofActor, server: ofOther } : { client: ofOther, server: ofActor };
  switch (ending.kind) {
    case 'attempt-unanswered':
    case 'attempt-refused':
    case 'attempt-icmp':
    case 'attempt-dropped':
    case 'attempt-half':
      if (outcome === 'open') return connectEnds('blocked');
      return ofAttempt(facts, ending, name);
    case 'half-accepted':
      return {
        client: [connected, facts.client.dataSegments > 0 ? { call: 'send', result: 'ETIMEDOUT' } : waiting],
        server: [],
      };
    case 'reset-active':
    case 'reset-odd':
      return both(ofAborter(name), reset);
    case 'reset-passive':
      return both([], other.finFrame !== 0 ? gone : reset);
    case 'reset-after-own-fin':
      if (outcome === 'ok') return both([closed], [endOfFile, closed]);
      return both([closed], name === 'close-wait-leak' ? [endOfFile, ...gone] : resetAfterEnd);
    case 'reset-after-fin':
      // whoever had closed is not told; who had only ended its sending is
      return both([endOfFile, ...ofAborter(name)], [closed]);
    case 'closed':
    case 'reset-after-close':
      return both([closed], [endOfFile, closed]);
    case 'half-closed':
      return both([actor.finCount > 0 ? closed : waiting], [endOfFile]);
    case 'data-unanswered': {
      if (actor.repeatFin === 1) return both([{ call: 'send', result: 'ok' }, closed], [waiting]);
      const result = errnoOfIcmp(facts, actor) ?? 'ETIMEDOUT';
      return both([{ call: 'send', result: 'ok' }, { call: 'recv', result }, ...gone], [waiting]);
    }
    case 'fin-unanswered':
      return both([closed], other.finFrame !== 0 ? [closed] : [waiting]);
    case 'keepalive-unanswered':
      return both([{ call: 'recv', result: 'ETIMEDOUT' }, ...gone], [waiting]);
    case 'probe-unanswered':
      return both([{ call: 'send', result: 'ETIMEDOUT' }, ...gone], []);
    case 'window-stuck':
      return both([{ call: 'send', result: 'blocked' }], []);
    case 'open':
      return name === null
        ? { client: [], server: [] }
        : { client: [connected, { call: 'send', result: 'ok' }, waiting], server: [] };
    case 'fragment':
      return { client: [], server: [] };
  }
}
