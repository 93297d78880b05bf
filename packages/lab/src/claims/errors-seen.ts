/** Checks of what the articles say about how an error reaches a program. */
import { errnoName } from '../kernel/errno.ts';
import type { CallRecord } from '../observe/record.ts';
import type { ClaimCheck, Evidence } from './claim-check.ts';
import { type Look, lookAt, since } from './look.ts';
import { told, verdictOf } from './words.ts';

/** recv returned 0 and left ECONNRESET in errno. */
function isZeroWithReset({ result, errnoLeft }: CallRecord): boolean {
  return result === '0' && errnoName(errnoLeft) === 'ECONNRESET';
}

/** S26: recv after a reset, and at the end of file. */
export const zeroWithErrnoIsReset: ClaimCheck = (evidence) => {
  const reset = lookAt(evidence, 'close-unread/plain').firstAfterPoll('client');
  const end = lookAt(evidence, 'close-writer-exits')
    .calls('client', 'recv')
    .find(({ result }) => result === '0');
  if (end === undefined) return { verdict: 'undecided', because: 'No recv came to the end of file.' };
  return {
    verdict: verdictOf(isZeroWithReset(reset) && !isZeroWithReset(end)),
    because:
      `After a reset ${told(reset)}. At the end of file ${told(end)} and ` +
      `${end.errnoLeft === 0 ? 'left errno as it was' : `left ${errnoName(end.errnoLeft)} in errno`}: beside a 0, errno says nothing.`,
  };
};

/** The client's first recv once the server's reset had come. */
function recvAfterReset(run: Look): CallRecord {
  const pollNs = run.firstCall('client', 'poll').atNs;
  const [recv] = since(run.calls('client', 'recv'), pollNs);
  return recv ?? run.firstCall('client', 'recv');
}

/** S30: recv after a reset that followed a FIN, and after one that did not. */
export const readAfterResetIsReset: ClaimCheck = (evidence) => {
  const afterFin = lookAt(evidence, 'close-reader-exits/read-after-reset');
  const recv = recvAfterReset(afterFin);
  const other = recvAfterReset(lookAt(evidence, 'close-peer-killed-unread'));
  const orderly = afterFin.firstEnding('server').type === 'FIN' && afterFin.resets('server').length > 0;
  if (!orderly) return { verdict: 'undecided', because: 'No reset followed the FIN.' };
  return {
    verdict: verdictOf(recv.result === 'ECONNRESET'),
    because: `After FIN, write and reset ${told(recv)}; after a reset without a FIN ${told(other)}.`,
  };
};

/** S31: the first read and the first write after a reset. */
export const readResetWritePipe: ClaimCheck = (evidence) => {
  const read = lookAt(evidence, 'close-linger0/read-first').firstCall('client', 'recv');
  const run = lookAt(evidence, 'close-linger0/write-first');
  const [write, ...later] = since(run.calls('client', 'send'), run.firstSent('server', 'RST-A').atNs);
  if (write === undefined) return { verdict: 'undecided', because: 'Nothing was written after the reset.' };
  return {
    verdict: verdictOf(read.result === 'ECONNRESET', write.result === 'EPIPE'),
    because:
      `As the first call after the reset, ${told(read)} in one run and ${told(write)} in another` +
      `${later.map((call) => `; the next ${told(call)}`).join('')}.`,
  };
};

interface Selected {
  readonly select: CallRecord;
  readonly recv: CallRecord;
}

function selected(evidence: Evidence, name: string): Selected {
  const run = lookAt(evidence, name);
  const select = run.firstCall('client', 'select');
  const [recv] = since(run.calls('client', 'recv'), select.atNs);
  return { select, recv: recv ?? run.firstCall('client', 'recv') };
}

function isReadable({ result }: CallRecord): boolean {
  return /^ready (?:.*\|)?R(?:\||$)/.test(result);
}

/** S33: select and the recv after it, with a FIN and with a reset. */
export const selectReadableOnBoth: ClaimCheck = (evidence) => {
  const fin = selected(evidence, 'close-writer-exits/select');
  const reset = selected(evidence, 'close-peer-killed-unread');
  return {
    verdict: verdictOf(
      isReadable(fin.select) && fin.recv.result === '0',
      isReadable(reset.select) && reset.recv.result === 'ECONNRESET',
    ),
    because: `With a FIN ${told(fin.select)} and ${told(fin.recv)}; with a reset ${told(reset.select)} and ${told(reset.recv)}.`,
  };
};

/** S44: read and write after the reset that a write to a closed peer has brought. */
export const closedPeerReadResetWritePipe: ClaimCheck = (evidence) => {
  const reading = selected(evidence, 'close-reader-exits/read-after-reset');
  const run = lookAt(evidence, 'close-reader-exits/sigpipe-ignored');
  const write = run.firstError('server');
  return {
    verdict: verdictOf(reading.recv.result === 'ECONNRESET', write.result === 'EPIPE'),
    because: `After the reset ${told(reading.select)} and ${told(reading.recv)}; in another run the further ${told(write)}.`,
  };
};

/** The first of these writes reported a reset, the second a broken pipe. */
function isResetThenPipe([first, second]: readonly CallRecord[]): boolean {
  return first?.result === 'ECONNRESET' && second?.result === 'EPIPE';
}

/** S45: two writes after a reset, and two after a plain FIN. */
export const firstWriteSaysReset: ClaimCheck = (evidence) => {
  const reset = lookAt(evidence, 'close-linger0/write-first');
  const closed = lookAt(evidence, 'close-reader-exits/sigpipe-ignored');
  const afterReset = since(reset.calls('client', 'send'), reset.firstEnding('server').atNs);
  const afterFin = since(closed.calls('server', 'send'), closed.firstEnding('client').atNs);
  return {
    verdict: verdictOf(isResetThenPipe(afterReset), isResetThenPipe(afterFin)),
    because:
      `Where a reset was already there, ${afterReset.map(told).join(', then ')}. ` +
      `Where only a FIN had come, ${afterFin.map(told).join(', then ')}.`,
  };
};
