/** Checks of what the articles say about where resets and broken pipes come from. */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { CallRecord } from '../observe/record.ts';
import type { ClaimCheck } from './claim-check.ts';
import { brokePipe, bytesOf, durationNs, type Look, lookAt, since, succeeded } from './look.ts';
import { count, ending, list, seconds, told, toldWhen, verdictOf } from './words.ts';

/** S03: the sends of a program whose peer has closed, one at a time and in a flood. */
export const firstWriteResetSecondPipe: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-reader-exits/sigpipe-ignored');
  const [first, second] = since(run.calls('server', 'send'), run.firstSent('client', 'FIN').atNs);
  const flood = lookAt(evidence, 'close-reader-exits/flood');
  const accepted = flood.calls('client', 'send').filter(succeeded).length;
  if (first === undefined || second === undefined)
    return { verdict: 'undecided', because: 'The program did not write twice after the FIN.' };
  const resets = run.resets('client').length;
  return {
    verdict: verdictOf(succeeded(first) && resets > 0, second.result === 'EPIPE'),
    because:
      `After the FIN the first ${told(first)}, ${count(resets, 'reset')} came back, and the second ${told(second)}. ` +
      `"The second" is the first one after the reset has come: a flood had ${count(accepted, 'send')} accepted before that.`,
  };
};

/** S25: the same send with and without the default disposition of SIGPIPE. */
export const sigpipeKills: ClaimCheck = (evidence) => {
  const lastSend = (variant: string): CallRecord => {
    const run = lookAt(evidence, `close-reader-exits/${variant}`);
    return run.calls('server', 'send').at(-1) ?? run.firstCall('server', 'send');
  };
  const byDefault = lastSend('sigpipe-default');
  const ignored = lastSend('sigpipe-ignored');
  return {
    verdict: verdictOf(byDefault.result === 'killed SIGPIPE', ignored.result === 'EPIPE'),
    because: `With the default disposition ${told(byDefault)}; with the signal ignored the same ${told(ignored)}.`,
  };
};

interface Occasion {
  readonly what: string;
  readonly run: string;
  readonly by: Side;
  /** Throws where the run never came to it. */
  readonly once: (run: Look) => unknown;
}

const namedOccasions: readonly Occasion[] = [
  {
    what: 'a closed port',
    run: 'conn-refused',
    by: 'server',
    once: (run) => run.firstCall('client', 'connect'),
  },
  { what: 'an abort', run: 'close-linger0', by: 'server', once: (run) => run.firstCall('server', 'close') },
  {
    what: 'an unknown connection',
    run: 'idle-reboot',
    by: 'server',
    once: (run) => run.firstSent('client', 'DATA'),
  },
];

const furtherOccasions: readonly Occasion[] = [
  {
    what: 'a plain close with bytes unread',
    run: 'close-unread',
    by: 'server',
    once: (run) => run.firstCall('server', 'close'),
  },
  {
    what: 'keepalive giving up',
    run: 'idle-keepalive',
    by: 'client',
    once: (run) => run.enteredNs('client', 'CLOSED'),
  },
];

/** S27: resets of the three kinds, and resets that none of the three explains. */
export const threeReasonsForReset: ClaimCheck = (evidence) => {
  const take = ({
    what,
    run: name,
    by,
    once,
  }: Occasion): { what: string; sent: boolean; reasons: readonly string[] } => {
    const run = lookAt(evidence, name);
    once(run);
    return { what, sent: run.resets(by).length > 0, reasons: run.resetReasons(by) };
  };
  const named = namedOccasions.map(take);
  const further = furtherOccasions.map(take);
  const whats = (taken: typeof named): string =>
    list(taken.filter(({ sent }) => sent).map(({ what }) => what)) || 'nothing';
  const reasons = [...new Set([...named, ...further].flatMap((occasion) => occasion.reasons))];
  return {
    verdict: verdictOf(
      ...named.map(({ sent }) => sent),
      further.every(({ sent }) => !sent),
    ),
    because:
      `A reset came of ${whats(named)}, and besides of ${whats(further)}.` +
      (reasons.length === 0 ? '' : ` The kernel's own reasons: ${list(reasons)}.`),
  };
};

/** S28: what ends a flood of writes: a full buffer, or the reset. */
export const floodEndsAtFullBuffer: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-reader-exits/flood');
  const sends = run.calls('client', 'send');
  const first = run.firstSent('client', 'DATA');
  const taken = sends.filter(succeeded);
  const refused = sends.find((call) => !succeeded(call));
  const accepted = `${count(taken.length, 'send')} with ${bytesOf(taken)} bytes were accepted`;
  if (refused === undefined) return { verdict: 'undecided', because: `${accepted}, and none was refused.` };
  const arrivedNs = Math.min(...run.resets('server').map((reset) => reset.arrivedNs ?? Infinity));
  if (arrivedNs > (refused.returnedNs ?? refused.atNs))
    return {
      verdict: verdictOf(brokePipe(refused)),
      because: `${accepted}; then ${told(refused)}, before a reset had come.`,
    };
  const cut = taken.find((send) => Number(send.result) < Number(taken[0]?.result));
  const buffer =
    cut === undefined
      ? 'The buffer was not full by then'
      : `The buffer was full by then, which made the last of them wait ${seconds(durationNs(cut))} but did not make it fail`;
  return {
    verdict: 'wrong',
    because:
      `${accepted} until the reset arrived, ${seconds(arrivedNs - first.atNs)} after the first ` +
      `segment had left; then ${told(refused)}. ${buffer}.`,
  };
};

/** S29: what poll and the calls after it report once a reset has arrived. */
export const resetIsToldOnNextCall: ClaimCheck = (evidence) => {
  const outcomes = (['close-unread/plain', 'close-linger0'] as const).map((name) => {
    const run = lookAt(evidence, name);
    const next = run.firstAfterPoll('client');
    return {
      poll: run.firstCall('client', 'poll'),
      next,
      later: since(run.calls('client', 'send', 'recv'), next.atNs).slice(0, 1),
    };
  });
  const clauses = outcomes.map(({ poll, next, later }) => [poll, next, ...later].map(told).join(', then '));
  return {
    verdict: verdictOf(
      outcomes.every(({ poll }) => poll.result.includes('ERR')),
      outcomes.every(({ next }) => next.result === 'ECONNRESET'),
    ),
    because: `After the reset, in ${count(outcomes.length, 'run')}: ${[...new Set(clauses)].join('; ')}.`,
  };
};

/** S32: a client whose peer's host has forgotten the connection. */
export const rebootIsUnseenUntilWrite: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'idle-reboot');
  const poll = run.firstCall('client', 'poll');
  const send = run.firstCall('client', 'send');
  const error = run.firstError('client');
  return {
    verdict: verdictOf(poll.result === 'timeout', succeeded(send) && error.result === 'ECONNRESET'),
    because: `After the crash ${toldWhen(poll)}. Then ${told(send)}, ${count(run.resets('server').length, 'reset')} came back, and ${told(error)}.`,
  };
};

/** S34: segments that reach a host without its connections, and the resets they get. */
export const everySegmentIsReset: ClaimCheck = (evidence) => {
  const meetings = (['service-back', 'service-gone', 'keepalive'] as const).map((variant) => {
    const run = lookAt(evidence, `idle-reboot/${variant}`);
    const crashNs = run.faultNs('crash');
    const arrived = run
      .sent('client')
      .filter(({ type, arrivedNs }) => !type.startsWith('RST') && (arrivedNs ?? 0) > crashNs);
    return { arrived: arrived.map(({ type }) => type), resets: run.resets('server').length };
  });
  const arrived = meetings.flatMap((meeting) => meeting.arrived);
  const resets = meetings.reduce((sum, meeting) => sum + meeting.resets, 0);
  return {
    verdict: verdictOf(
      ...meetings.map((meeting) => meeting.resets >= meeting.arrived.length && meeting.resets > 0),
    ),
    because:
      `${count(arrived.length, 'segment')} (${arrived.join(', ')}) arrived after the crash in three runs, and ${count(resets, 'reset')} ` +
      'came back.',
  };
};

/** S35: the answer to data that comes after the server's restart. */
export const restartedServerResets: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-reader-exits/restarted');
  const restart = run.record.calls.find(({ call, program }) => call === 'listen' && program !== 'server');
  const data = since(run.sent('client', 'DATA'), restart?.atNs ?? Infinity).length;
  if (data === 0) return { verdict: 'undecided', because: 'Nothing was written after a restart.' };
  const [reset] = run.resets('server');
  return {
    verdict: verdictOf(reset !== undefined),
    because:
      `${count(data, 'segment')} with data came after the server had been started again; the answer was ` +
      `${ending(reset, run.resetReasons('server'))}.`,
  };
};

/** S41: data and a SYN-ACK that match no connection of the host they reach. */
export const unknownSegmentIsReset: ClaimCheck = (evidence) => {
  const reboot = lookAt(evidence, 'idle-reboot');
  const late = lookAt(evidence, 'conn-late-synack');
  reboot.firstSent('client', 'DATA');
  late.firstCall('client', 'close');
  const [toData] = reboot.resets('server');
  const [toSynAck] = late.resets('client');
  return {
    verdict: verdictOf(toData !== undefined, toSynAck !== undefined),
    because:
      `Data for a forgotten connection got ${ending(toData, reboot.resetReasons('server'))}, and a SYN-ACK for a closed one ` +
      `${ending(toSynAck, late.resetReasons('client'))}.`,
  };
};

/** The resets of a run in which this side gave up. Throws where it never came to that. */
function resetsAtGiveUp(run: Look, by: Side): readonly PacketEvent[] {
  run.enteredNs(by, 'CLOSED');
  return run.resets(by);
}

/** S42: what leaves a host that gives up waiting for an ACK. */
export const giveUpSendsReset: ClaimCheck = (evidence) => {
  const handshake = lookAt(evidence, 'conn-ack-lost');
  const dataNs = handshake.firstSent('client', 'DATA').atNs;
  const giveUps = [
    { what: 'data', resets: resetsAtGiveUp(lookAt(evidence, 'send-cut'), 'client') },
    {
      what: 'the SYN-ACK',
      // A later reset answers the client's data; it has nothing to do with the give-up.
      resets: resetsAtGiveUp(handshake, 'server').filter(({ atNs }) => atNs < dataNs),
    },
    { what: 'the FIN', resets: resetsAtGiveUp(lookAt(evidence, 'close-cut'), 'client') },
    { what: 'keepalive probes', resets: resetsAtGiveUp(lookAt(evidence, 'idle-keepalive'), 'client') },
  ];
  const whats = (sent: boolean): string =>
    list(giveUps.filter(({ resets }) => resets.length > 0 === sent).map(({ what }) => what)) || 'nothing';
  return {
    verdict: verdictOf(...giveUps.map(({ resets }) => resets.length > 0)),
    because: `Giving up sent a reset for ${whats(true)}, and none for ${whats(false)}.`,
  };
};
