/** Checks of what the articles say about getting a connection. */
import type { CallRecord } from '../observe/record.ts';
import type { ClaimCheck } from './claim-check.ts';
import { gapsOf, lookAt, since, succeeded } from './look.ts';
import { count, ending, seconds, secondsNumber, told, toldWhen, verdictOf } from './words.ts';

/** S01: what answers the SYN, and how connect ends. */
export const closedPortIsRefused: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'conn-refused');
  const connect = run.firstCall('client', 'connect');
  const [reset] = run.resets('server');
  return {
    verdict: verdictOf(reset !== undefined, connect.result === 'ECONNREFUSED'),
    because: `The SYN got ${ending(reset)} in answer, and ${toldWhen(connect)}.`,
  };
};

/** S05: what works while the server's program never accepts. */
export const handshakeNeedsNoAccept: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'conn-noaccept');
  const connect = run.firstCall('client', 'connect');
  const data = run.firstSent('client', 'DATA');
  const acknowledged = run.acknowledged(data);
  const accepts = run.record.calls.filter((call) => call.call === 'accept');
  return {
    verdict: verdictOf(succeeded(connect) && accepts.length === 0, acknowledged),
    because:
      `With ${count(accepts.length, 'call')} of accept ${toldWhen(connect)}, and the ${data.lengthBytes} bytes sent ` +
      `after it were ${acknowledged ? 'acknowledged' : 'never acknowledged'}: the server's end is ${run.lastState('server')}.`,
  };
};

/** S06: where a connection waits for its ACK, what the ACK does, and that the next queue is another one. */
export const handshakeMovesBetweenQueues: ClaimCheck = (evidence) => {
  const lost = lookAt(evidence, 'conn-ack-lost/idle');
  const waited = lost.wasIn('server', 'SYN-RECEIVED') && !lost.wasIn('server', 'ESTABLISHED');
  const accept = lookAt(evidence, 'conn-ack-lost/heals').firstCall('server', 'accept');
  const full = lookAt(evidence, 'conn-acceptq-full');
  const connects = full.record.calls.filter(({ call }) => call === 'connect');
  const entered = connects.filter(succeeded).length;
  const backlog = full.record.calls.find(({ call }) => call === 'listen')?.args ?? 'unknown';
  return {
    verdict: verdictOf(waited, succeeded(accept), entered > 0 && entered < connects.length),
    because:
      `Without the ACK the server's end ${waited ? 'stayed' : 'did not stay'} in SYN-RECEIVED; when it came, ${told(accept)}. ` +
      `Of ${count(connects.length, 'client')} that nobody accepted, ${entered} got into the second queue (${backlog}).`,
  };
};

/** A wait "as long as the one before" and one "twice as long" are told apart here, with room for a busy machine. */
const DOUBLED = 1.5;

/** S07: the waits after each SYN of a connect that nobody answers. */
export const synGapsDouble: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'conn-blackhole');
  const connect = run.firstCall('client', 'connect');
  const timesNs = run.sent('client', 'SYN').map(({ atNs }) => atNs);
  if (timesNs.length < 2)
    return {
      verdict: 'undecided',
      because: `${count(timesNs.length, 'SYN')} cannot show how the waits grow.`,
    };
  const waitsNs = gapsOf([...timesNs, connect.returnedNs ?? run.record.endNs]);
  const isLonger = waitsNs.map((waitNs, index) => waitNs >= DOUBLED * (waitsNs[index - 1] ?? waitNs));
  const equal = isLonger.indexOf(true, 1) < 0 ? waitsNs.length : isLonger.indexOf(true, 1);
  const isDoubling = isLonger.slice(1).every(Boolean);
  const shape = isDoubling
    ? 'each wait is about twice the one before'
    : equal > 1
      ? `the first ${equal} waits are equal, as tcp_syn_linear_timeouts of newer kernels makes them`
      : 'the waits do not keep doubling';
  const times = timesNs.map((atNs) => secondsNumber(atNs - (timesNs[0] ?? 0))).join(', ');
  const because = `SYNs at ${times} s: ${shape}. In the end ${toldWhen(connect)}.`;
  if (connect.result !== 'ETIMEDOUT') return { verdict: verdictOf(isDoubling, false), because };
  return { verdict: isDoubling ? 'true' : equal > 1 ? 'outdated' : 'wrong', because };
};

/** S08: connect with and without an ICMP error. */
export const icmpEndsConnect: ClaimCheck = (evidence) => {
  const reported = lookAt(evidence, 'conn-icmp-host');
  const silent = lookAt(evidence, 'conn-blackhole');
  const refused = reported.firstCall('client', 'connect');
  const unanswered = silent.firstCall('client', 'connect');
  const icmp = reported.firstSent('middle');
  const once = reported.sent('client', 'SYN').length;
  const often = silent.sent('client', 'SYN').length;
  return {
    verdict: verdictOf(
      refused.result === 'EHOSTUNREACH' && once === 1,
      unanswered.result === 'ETIMEDOUT' && often > 1,
    ),
    because:
      `With ${icmp.type} coming back, ${toldWhen(refused)} and ${count(once, 'SYN')}; ` +
      `with nothing coming back, ${toldWhen(unanswered)} and ${count(often, 'SYN')}.`,
  };
};

/** S09: a non-blocking connect that stays unanswered, and one that is refused. */
export const nonBlockingConnectHasLimit: ClaimCheck = (evidence) => {
  const attempt = (name: string): { connect: CallRecord; select: CallRecord; error: CallRecord } => {
    const run = lookAt(evidence, name);
    return {
      connect: run.firstCall('client', 'connect'),
      select: run.firstCall('client', 'select'),
      error: run.firstCall('client', 'getsockopt'),
    };
  };
  const unanswered = attempt('conn-app-timeout/poll');
  const refused = attempt('conn-refused/non-blocking');
  const attempts = [unanswered, refused];
  const [first, second] = attempts.map(
    ({ connect, select, error }) => `${told(connect)}, ${toldWhen(select)}, ${told(error)}`,
  );
  return {
    verdict: verdictOf(
      attempts.every(({ connect }) => connect.result === 'EINPROGRESS'),
      unanswered.select.result === 'timeout' && unanswered.error.result === '0',
      refused.select.result.includes('W') && refused.error.result === 'ECONNREFUSED',
    ),
    because: `Without an answer, ${first}; to a closed port, ${second}.`,
  };
};

/** S37: SYNs that arrive and are not answered. */
export const someServersAreSilent: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'conn-server-silent');
  const arrived = run.sent('client', 'SYN').filter(({ arrivedNs }) => arrivedNs !== null).length;
  const answers = run.sent('server').length;
  return {
    verdict: verdictOf(arrived > 0 && answers === 0),
    because:
      `${count(arrived, 'SYN')} reached a server whose firewall drops them, ${count(answers, 'packet')} came from it, ` +
      `and ${toldWhen(run.firstCall('client', 'connect'))}.`,
  };
};

/** S38: what the client's kernel does with a SYN-ACK that comes too late. */
export const lateAnswerIsReset: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'conn-late-synack');
  const connect = run.firstCall('client', 'connect');
  const close = run.firstCall('client', 'close');
  const [reset] = since(run.resets('client'), close.atNs);
  const late = reset === undefined ? 'was not seen' : `came ${seconds(reset.atNs - close.atNs)} later`;
  return {
    verdict: verdictOf(connect.result === 'EINPROGRESS', reset !== undefined),
    because:
      `At the program's own limit ${toldWhen(connect)}, and it closed its socket. The SYN-ACK ${late} and got ` +
      `${ending(reset, run.resetReasons('client'))} from the kernel, which knows no such connection any more.`,
  };
};
