/** Conversations by chance, as kernels and networks make them: for what must hold whatever happens. */
import fc from 'fast-check';
import { type Ends, type Pair, Trace } from './conversation.ts';

const beginnings = ['handshake', 'handshake unseen', 'SYN', 'SYN and SYN-ACK', 'refused', 'dropped'] as const;
const happenings = [
  'data',
  'data, lost',
  'acknowledgement',
  'acknowledgement, lost',
  'repetition',
  'repetition, lost',
  'FIN',
  'FIN, lost',
  'abort',
  'reset',
  'keepalive',
  'window closed',
  'window open',
  'ICMP error',
  'SYN again',
  'SYN-ACK again',
  'silence',
] as const;

export interface Script {
  readonly version: 4 | 6;
  readonly beginning: (typeof beginnings)[number];
  readonly steps: readonly (readonly ['client' | 'server', (typeof happenings)[number], number])[];
}

export const anyScript: fc.Arbitrary<Script> = fc.record({
  version: fc.constantFrom<4 | 6>(4, 6),
  beginning: fc.constantFrom(...beginnings),
  steps: fc.array(
    fc.tuple(
      fc.constantFrom<'client' | 'server'>('client', 'server'),
      fc.constantFrom(...happenings),
      fc.nat(400),
    ),
    { maxLength: 14 },
  ),
});

function begin(trace: Trace, beginning: Script['beginning'], ends: Ends): Pair {
  if (beginning === 'handshake') return trace.opened(ends);
  const pair = trace.open(ends);
  const { c, s } = pair;
  const saying = { unseen: beginning === 'handshake unseen' };
  c.syn(saying);
  switch (beginning) {
    case 'SYN':
      break;
    case 'SYN and SYN-ACK':
      s.synAck();
      break;
    case 'refused':
      s.refuse();
      break;
    case 'dropped':
      c.reset(s.synAck());
      break;
    case 'handshake unseen':
      s.synAck(saying);
      c.ack(saying);
  }
  return pair;
}

function happen(trace: Trace, { c, s }: Pair, [side, what, size]: Script['steps'][number]): void {
  const me = side === 'client' ? c : s;
  const peer = side === 'client' ? s : c;
  const lost = what.endsWith('lost');
  const saying = { lost };
  switch (what) {
    case 'data':
    case 'data, lost':
      me.data(size + 1, saying);
      break;
    case 'acknowledgement':
    case 'acknowledgement, lost':
      me.ack(saying);
      break;
    case 'repetition':
    case 'repetition, lost':
      trace.wait(size);
      if (me.lastTaking !== null) me.again(saying);
      break;
    case 'FIN':
    case 'FIN, lost':
      me.fin(saying);
      break;
    case 'abort':
      me.abort();
      break;
    case 'reset':
      if (peer.last !== null) me.reset(peer.last);
      break;
    case 'keepalive':
      me.probe(saying);
      break;
    case 'window closed':
      me.window = 0;
      me.ack();
      break;
    case 'window open':
      me.window = 64_256;
      me.ack();
      break;
    case 'ICMP error': {
      const { version } = trace.shape;
      if (me.last !== null) trace.icmp(me.last, version === 4 ? 3 : 1, size % 5);
      break;
    }
    case 'SYN again':
      c.syn({ seq: trace.shape.clientIsn });
      break;
    case 'SYN-ACK again':
      s.synAck({ seq: trace.shape.serverIsn });
      break;
    case 'silence':
      trace.wait(size * 10);
  }
}

/** The conversation of a script. */
export function traceOf({ version, beginning, steps }: Script, ends: Ends = {}): Trace {
  const trace = new Trace({ version });
  const pair = begin(trace, beginning, ends);
  for (const step of steps) happen(trace, pair, step);
  return trace;
}
