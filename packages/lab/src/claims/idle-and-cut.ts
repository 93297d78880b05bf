/** Checks of what the articles say about idle connections and about a network that is cut. */
import type { ClaimCheck } from './claim-check.ts';
import { brokePipe, bytesOf, durationNs, failed, gapsOf, lookAt, since, succeeded } from './look.ts';
import { defaultLengthNs, fullLengthNs, growthOf, repetitionsOf } from './repetitions.ts';
import { after, count, list, seconds, secondsNumber, told, toldWhen, verdictOf } from './words.ts';

/** S10: packets, poll and states after a cut in which nothing is sent. */
export const idleCutGoesUnnoticed: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'idle-cut');
  const cutNs = run.faultNs('cut');
  const packets = since(run.record.packets, cutNs).length;
  const polls = since([...run.calls('client', 'poll'), ...run.calls('server', 'poll')], cutNs);
  const quiet = polls.every(({ result }) => result === 'timeout' || result === 'ready OUT');
  const states = [run.lastState('client'), run.lastState('server')];
  return {
    verdict: verdictOf(
      packets === 0 && quiet && polls.length > 0 && states.every((state) => state === 'ESTABLISHED'),
    ),
    because:
      `In the ${seconds(run.record.endNs - cutNs)} that were watched after the cut there were ${count(packets, 'packet')}, ` +
      `poll reported ${quiet ? 'nothing to either side' : 'something'}, and the ends were ${list([...new Set(states)])}.`,
  };
};

/** Defaults of tcp_keepalive_time, tcp_keepalive_probes and tcp_keepalive_intvl in tcp(7): 7200 s, 9 probes 75 s apart. */
const KEEPALIVE_DEFAULT_MINUTES = Math.round((7200 + 9 * 75) / 60);

/** S11: probes into a cut, and what the program hears. */
export const keepaliveFindsDeadPeer: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'idle-keepalive');
  const cutNs = run.faultNs('cut');
  const probes = since(run.sent('client', 'KEEPALIVE'), cutNs);
  const [gapNs = 0] = gapsOf(probes.map(({ atNs }) => atNs));
  const recv = run.firstCall('client', 'recv');
  const heardNs = (recv.returnedNs ?? run.record.endNs) - cutNs;
  return {
    verdict: verdictOf(probes.length > 0 && recv.result === 'ETIMEDOUT'),
    because:
      `With ${count(probes.length, 'probe')} ${seconds(gapNs)} apart, as this run sets them, ${told(recv)} ${seconds(heardNs)} after ` +
      `the cut. With the defaults of tcp(7) that would take ${KEEPALIVE_DEFAULT_MINUTES} minutes: computed, not waited for.`,
  };
};

const NS_PER_MINUTE = 60e9;
/** "8 to 15 minutes", with a fifth to spare: the first timeout, and so the sum, depends on the round trip. */
const CLAIMED_NS = { least: 8 * 0.8 * NS_PER_MINUTE, most: 15 * 1.2 * NS_PER_MINUTE } as const;

/** Gaps that grow: what is typical is so much longer than the first, whatever a busy machine did to one of them. */
const GROWN = 1.5;

/** S12: how often one segment is sent into a cut, and at what gaps. */
export const oneSegmentIsRepeated: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'send-cut');
  const repetitions = repetitionsOf(run, run.faultNs('cut'));
  const { gapsNs, timesNs } = repetitions;
  const again = timesNs.length - 1;
  // Where the lab itself allowed fewer repetitions, their number says nothing about the kernel's own.
  const lowered = run.record.knobs.some(({ client }) => client?.['ipv4.tcp_retries2'] !== undefined);
  const fullNs = lowered ? defaultLengthNs(repetitions) : fullLengthNs(repetitions);
  const isRepeated = again >= 3 && growthOf(repetitions) >= GROWN;
  const isInRange = fullNs >= CLAIMED_NS.least && fullNs <= CLAIMED_NS.most;
  return {
    verdict: isRepeated ? verdictOf(true, isInRange) : 'wrong',
    because:
      `One sequence number was sent ${again} times more, at gaps of ${gapsNs.slice(0, 5).map(secondsNumber).join(', ')}, … s, ` +
      `until the give-up ${after(gapsNs.reduce((sum, gapNs) => sum + gapNs, 0))}. With gaps that double up to 120 s, the kernel's ` +
      `own limit, ${lowered ? 'the default tcp_retries2 takes' : 'so many take'} ${(fullNs / NS_PER_MINUTE).toFixed(1)} minutes: computed, not waited for.`,
  };
};

/** S13: what happens to data sent in a cut that heals. */
export const transmissionGoesOn: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'send-cut-heals');
  const healedNs = run.faultNs('healed');
  const sends = run.calls('client', 'send');
  const arrived = bytesOf(run.calls('server', 'recv'));
  const errors = [...run.calls('client', 'send', 'recv'), ...run.calls('server', 'send', 'recv')].filter(
    failed,
  );
  const [next] = since(run.sent('client', 'DATA', 'FIN'), healedNs);
  const goesOn =
    next === undefined
      ? 'no segment was sent again'
      : `the next repetition left ${seconds(next.atNs - healedNs)} later`;
  return {
    verdict: verdictOf(next !== undefined && arrived === bytesOf(sends), errors.length === 0),
    because:
      `After the network had healed, ${goesOn}; ${arrived} of ${bytesOf(sends)} bytes arrived, and ` +
      `${count(errors.length, 'call')} failed.`,
  };
};

const giveUpErrors: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ETIMEDOUT']);

/** S14: sends during the cut, and the error after the give-up. */
export const sendWorksUntilGiveUp: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'send-cut');
  const error = run.firstError('client');
  const sends = since(run.calls('client', 'send'), run.faultNs('cut'));
  const before = sends.filter(({ atNs }) => atNs < error.atNs);
  const next = since(run.calls('client', 'send', 'recv'), error.atNs).map(told);
  const reading = lookAt(evidence, 'send-cut/blocking-recv').firstError('client');
  return {
    verdict: verdictOf(
      before.length > 0 && before.every(succeeded),
      [error, reading].every(({ result }) => giveUpErrors.has(result)),
    ),
    because:
      `${before.filter(succeeded).length} of ${count(before.length, 'send')} in the cut succeeded. The give-up was reported ` +
      `once: ${told(error)}, then ${list(next)}; a program that waited was told there: ${told(reading)}.`,
  };
};

/** S15: a socket with SO_SNDTIMEO whose data is not acknowledged. */
export const sendTimeoutIsNoAckTimeout: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'send-buffer-full/sndtimeo');
  const [first, ...later] = since(run.calls('client', 'send'), run.faultNs('cut'));
  const refusal = later.find(failed);
  const error = run.firstError('client');
  if (first === undefined || refusal === undefined)
    return { verdict: 'undecided', because: 'No send met a full buffer.' };
  const limitNs = durationNs(refusal);
  const silentNs = error.atNs - first.atNs;
  return {
    verdict: verdictOf(succeeded(first) && refusal.result === 'EAGAIN' && silentNs > 2 * limitNs),
    because:
      `In the cut ${toldWhen(first)}, and for ${seconds(silentNs)} without an acknowledgement no call failed for lack of it. ` +
      `The option only limited a send into the full buffer: ${toldWhen(refusal)}.`,
  };
};

/** S16: whether a send in a cut ever ends in a broken pipe. */
export const noBrokenPipeInCut: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'send-cut');
  const sends = since(run.calls('client', 'send'), run.faultNs('cut'));
  const broken = sends.findIndex(brokePipe);
  if (broken < 0)
    return {
      verdict: 'true',
      because: `None of ${count(sends.length, 'send')} after the cut ended in EPIPE.`,
    };
  const before = sends.slice(0, broken);
  const error = before.find(failed);
  if (error === undefined)
    return {
      verdict: 'wrong',
      because: `Send ${broken + 1} after the cut ended in EPIPE, with no error before it.`,
    };
  return {
    verdict: 'partly',
    because:
      `Before the give-up ${count(before.filter(succeeded).length, 'send')} succeeded and none met EPIPE. Then ${told(error)}, ` +
      'and the one after that with EPIPE.',
  };
};

/** S17: the error at the give-up, with ICMP errors, without ARP answers, and in a silent cut. */
export const giveUpErrorIsHostUnreachable: ClaimCheck = (evidence) => {
  const icmp = lookAt(evidence, 'send-cut-icmp');
  const errors = [icmp, lookAt(evidence, 'send-lan-vanish'), lookAt(evidence, 'send-cut')].map((run) =>
    run.firstError('client'),
  );
  const [withIcmp, withoutArp, silent] = errors.map(told);
  const first = icmp.firstSent('middle');
  const [data] = since(icmp.sent('client', 'DATA'), icmp.faultNs('rejects'));
  const delayNs = first.atNs - (data?.atNs ?? first.atNs);
  return {
    verdict: verdictOf(...errors.map(({ result }) => result === 'EHOSTUNREACH')),
    because:
      `At the give-up ${withIcmp} where a router sent ICMP errors, ${withoutArp} where nobody answered ARP, and ${silent} ` +
      `in a silent cut. The first ICMP error came ${seconds(delayNs)} after the first lost segment, not after the timeout.`,
  };
};

/** S18: the errno of a send into a full buffer. */
export const fullBufferIsNoBufferSpace: ClaimCheck = (evidence) => {
  const [nonBlocking, limited, blocking] = (['non-blocking', 'sndtimeo', 'blocking'] as const).map(
    (variant) => {
      const run = lookAt(evidence, `send-buffer-full/${variant}`);
      return since(run.calls('client', 'send'), run.faultNs('cut'));
    },
  );
  const refusals = [nonBlocking, limited].map((sends) => sends?.find(failed));
  const [atOnce, later] = refusals;
  const [waiting] = blocking ?? [];
  if (atOnce === undefined || later === undefined || waiting === undefined)
    return { verdict: 'undecided', because: 'No send met a full buffer.' };
  return {
    verdict: verdictOf(...[atOnce, later].map(({ result }) => result === 'ENOBUFS')),
    because:
      `With the buffer full, ${toldWhen(atOnce)} on a non-blocking socket and ${toldWhen(later)} with SO_SNDTIMEO; ` +
      `a blocking send waited ${seconds(durationNs(waiting))}.`,
  };
};
