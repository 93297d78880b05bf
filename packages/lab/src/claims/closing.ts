/** Checks of what the articles say about the end of a connection and of the processes that hold it. */
import type { CallRecord } from '../observe/record.ts';
import type { ClaimCheck, Evidence } from './claim-check.ts';
import { brokePipe, bytesOf, type Look, lookAt, since, succeeded } from './look.ts';
import { count, ending, list, seconds, told, toldWhen, verdictOf } from './words.ts';

/** S02: what leaves at a close or a Ctrl-C, with and without unread bytes. */
export const closeSendsFin: ClaimCheck = (evidence) => {
  const ends = [
    { what: 'Ctrl-C on the writer', by: 'server', run: lookAt(evidence, 'close-writer-exits') },
    {
      what: 'Ctrl-C on the reader',
      by: 'client',
      run: lookAt(evidence, 'close-reader-exits/sigpipe-ignored'),
    },
    { what: 'a close', by: 'client', run: lookAt(evidence, 'close-orderly') },
    { what: 'a close with bytes unread', by: 'server', run: lookAt(evidence, 'close-unread/plain') },
  ] as const;
  const seen = ends.map(({ what, by, run }) => ({ what, packet: run.firstEnding(by) }));
  return {
    verdict: verdictOf(...seen.map(({ packet }) => packet.type === 'FIN')),
    because: `${list(seen.map(({ what, packet }) => `${what} sent ${ending(packet)}`))}.`,
  };
};

/** S04: what the reader's recvs return. */
export const readerGetsEndOfFile: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-writer-exits');
  const recvs = run.calls('client', 'recv');
  const last = recvs.at(-1) ?? run.firstCall('client', 'recv');
  const read = bytesOf(recvs);
  const written = bytesOf(run.calls('server', 'send'));
  return {
    verdict: verdictOf(last.result === '0'),
    because: `The reader got ${read} of ${written} bytes; then ${told(last)}.`,
  };
};

/** S20: the FIN of a close in a cut, before and after the data had to be repeated, and what is sent again. */
export const closeInCutSendsFin: ClaimCheck = (evidence) => {
  const closed = (variant: string): { fins: number; withData: number; gaveUpNs: number } => {
    const run = lookAt(evidence, `close-cut/${variant}`);
    const fins = run.sent('client', 'FIN');
    return {
      fins: fins.length,
      withData: fins.filter((fin) => fin.lengthBytes > 0 && fin.retransmission > 0).length,
      gaveUpNs: run.enteredNs('client', 'CLOSED') - run.firstCall('client', 'close').atNs,
    };
  };
  const atOnce = closed('at-once');
  const late = closed('late');
  return {
    verdict: verdictOf(atOnce.withData > 0, late.fins > 0),
    because:
      `A close right after the data sent ${count(atOnce.fins, 'FIN')}, ${atOnce.withData} of them with the repeated data. ` +
      `A close after the data had already been repeated sent ${count(late.fins, 'FIN')} in the ${seconds(late.gaveUpNs)} to the give-up.`,
  };
};

/** "About ten seconds", generously. */
const TEN_SECONDS = { leastNs: 7e9, mostNs: 13e9 } as const;
/** Two durations this much apart are not the same constant measured twice on a busy machine. */
const APART = 1.3;

/** S21: how long FIN-WAIT-1 lasts, by when the program closed; and whether TIME-WAIT ever comes. */
export const finWaitLastsTenSeconds: ClaimCheck = (evidence) => {
  const closes = [
    { how: 'closed at once', run: lookAt(evidence, 'close-cut/at-once') },
    { how: 'closed late', run: lookAt(evidence, 'close-cut/late') },
  ].map(({ how, run }) => {
    const sent = since(run.sent('client'), run.enteredNs('client', 'FIN-WAIT-1'));
    return {
      how,
      lastedNs: run.durationNs('client', 'FIN-WAIT-1'),
      repeated: sent.filter(({ retransmission }) => retransmission > 0).length,
      isTimeWait: run.wasIn('client', 'TIME-WAIT'),
    };
  });
  const lastedNs = closes.map((close) => close.lastedNs);
  const isTen = lastedNs.every((ns) => ns >= TEN_SECONDS.leastNs && ns <= TEN_SECONDS.mostNs);
  const isTimeWait = closes.some((close) => close.isTimeWait);
  const durations = closes.map(
    (close) => `${seconds(close.lastedNs)} with ${count(close.repeated, 'repetition')} when ${close.how}`,
  );
  const figures = `FIN-WAIT-1 lasted ${list(durations)}; TIME-WAIT ${isTimeWait ? 'was seen' : 'never came'}.`;
  if (isTen) return { verdict: verdictOf(true, !isTimeWait), because: figures };
  if (Math.max(...lastedNs) < APART * Math.min(...lastedNs))
    return {
      verdict: 'undecided',
      because: `${figures} With shortened timers that says nothing about ten seconds.`,
    };
  return {
    verdict: verdictOf(false, !isTimeWait),
    because:
      `${figures} So it is no constant, but what a count of repetitions leaves (tcp_orphan_retries, shortened in these ` +
      'runs).',
  };
};

/** S22: what the peer reads after the healing of a cut in which the sender had closed. */
export const closedDataStillArrives: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-cut-heals');
  const healedNs = run.faultNs('healed');
  const closedNs = run.firstCall('client', 'close').atNs;
  const written = bytesOf(run.calls('client', 'send'));
  const recvs = run.calls('server', 'recv');
  const read = bytesOf(recvs);
  const end = recvs.find(({ returnedNs, result }) => (returnedNs ?? 0) > healedNs && result === '0');
  return {
    verdict: verdictOf(closedNs < healedNs && read === written && end !== undefined),
    because:
      `The sender closed ${seconds(healedNs - closedNs)} before the network healed. The peer read ${read} of ${written} bytes, and ` +
      `${end === undefined ? 'never came to the end of file' : 'then the end of file'}.`,
  };
};

/** The two ways in which the process of an idle peer, with nothing unread, dies. */
function deathsOf(evidence: Evidence): readonly { readonly how: string; readonly run: Look }[] {
  return [
    { how: 'SIGKILL', run: lookAt(evidence, 'close-peer-exit/plain') },
    { how: 'abort()', run: lookAt(evidence, 'close-peer-exit/crash') },
  ];
}

/** S23: what an idle peer's kernel sends when its process dies. */
export const deadProcessSendsFin: ClaimCheck = (evidence) => {
  const deaths = deathsOf(evidence).map(({ how, run }) => ({
    how,
    packet: run.firstEnding('server'),
    heard: run.calls('client', 'recv').at(-1) ?? run.firstCall('client', 'recv'),
  }));
  return {
    verdict: verdictOf(...deaths.map(({ packet, heard }) => packet.type === 'FIN' && heard.result === '0')),
    because: `${deaths.map(({ how, packet, heard }) => `${how} sent ${ending(packet)}, and ${told(heard)} at the peer`).join('; ')}.`,
  };
};

/** S24: the sends that come after the FIN of a crashed peer. */
export const sendingToDeadPeerBreaks: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-crash-streaming/fin');
  const packet = run.firstEnding('server');
  const sends = since(run.calls('client', 'send'), packet.atNs);
  const end = sends.find((send) => !succeeded(send));
  return {
    verdict: verdictOf(packet.type === 'FIN' && end !== undefined && brokePipe(end)),
    because:
      `The crash sent ${ending(packet)}. Of ${count(sends.length, 'send')} after it ${sends.filter(succeeded).length} succeeded, ` +
      `${end === undefined ? 'and none failed' : `then ${told(end)}`}.`,
  };
};

/** S36: close in a cut, lingering and not, and whether the data had been acknowledged when it returned. */
export const closeSaysOnlyQueued: ClaimCheck = (evidence) => {
  const closed = (name: string): { close: CallRecord; isAcknowledged: boolean } => {
    const run = lookAt(evidence, name);
    const [data] = since(run.sent('client', 'DATA'), run.faultNs('cut'));
    return {
      close: run.firstCall('client', 'close'),
      isAcknowledged: data === undefined || run.acknowledged(data),
    };
  };
  const lingering = closed('close-linger-timeout');
  const plain = closed('close-cut');
  const closes = [lingering, plain];
  const acknowledged = closes.filter(({ isAcknowledged }) => isAcknowledged).length;
  return {
    verdict: verdictOf(...closes.map(({ close, isAcknowledged }) => close.result === '0' && !isAcknowledged)),
    because:
      `In a cut ${toldWhen(lingering.close)} with SO_LINGER, and ${toldWhen(plain.close)} without. ` +
      `The data before it was acknowledged in ${acknowledged} of ${closes.length} runs.`,
  };
};

/** S39: what leaves at a close with unread bytes. */
export const unreadCloseSendsReset: ClaimCheck = (evidence) => {
  const run = lookAt(evidence, 'close-unread');
  const packet = run.firstEnding('server');
  const unread = bytesOf(run.calls('client', 'send')) - bytesOf(run.calls('server', 'recv'));
  const heard = run.firstAfterPoll('client');
  return {
    verdict: verdictOf(packet.type !== 'FIN'),
    because:
      `With ${unread} bytes unread, close sent ${ending(packet, run.resetReasons('server'))}, and ${told(heard)} ` +
      'at the peer.',
  };
};

/** S40: what a dying process's kernel sends, with nothing unread and with bytes unread. */
export const crashSendsReset: ClaimCheck = (evidence) => {
  const deaths = deathsOf(evidence).map(({ how, run }) => ({ how, packet: run.firstEnding('server') }));
  const unread = lookAt(evidence, 'close-peer-killed-unread').firstEnding('server');
  const verdict = verdictOf(...deaths.map(({ packet }) => packet.type !== 'FIN'));
  const lesson =
    verdict === 'wrong' && unread.type !== 'FIN' ? ': it is the unread bytes, not the crash' : '';
  return {
    verdict,
    because:
      `With nothing unread ${list(deaths.map(({ how, packet }) => `${how} sent ${ending(packet)}`))}. ` +
      `With bytes unread SIGKILL sent ${ending(unread)}${lesson}.`,
  };
};
