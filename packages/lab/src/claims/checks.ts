/** The register of claim checks. */
import type { DecidableClaimId } from '@halfopen/catalogue';
import type { ClaimCheck } from './claim-check.ts';
import * as closing from './closing.ts';
import * as connecting from './connecting.ts';
import * as errorsSeen from './errors-seen.ts';
import * as idleAndCut from './idle-and-cut.ts';
import * as reset from './reset.ts';

/** Every check by the claim it decides. Does not compile as long as a claim that runs decide has none. */
export const claimChecks: Readonly<Record<DecidableClaimId, ClaimCheck>> = {
  S01: connecting.closedPortIsRefused,
  S02: closing.closeSendsFin,
  S03: reset.firstWriteResetSecondPipe,
  S04: closing.readerGetsEndOfFile,
  S05: connecting.handshakeNeedsNoAccept,
  S06: connecting.handshakeMovesBetweenQueues,
  S07: connecting.synGapsDouble,
  S08: connecting.icmpEndsConnect,
  S09: connecting.nonBlockingConnectHasLimit,
  S10: idleAndCut.idleCutGoesUnnoticed,
  S11: idleAndCut.keepaliveFindsDeadPeer,
  S12: idleAndCut.oneSegmentIsRepeated,
  S13: idleAndCut.transmissionGoesOn,
  S14: idleAndCut.sendWorksUntilGiveUp,
  S15: idleAndCut.sendTimeoutIsNoAckTimeout,
  S16: idleAndCut.noBrokenPipeInCut,
  S17: idleAndCut.giveUpErrorIsHostUnreachable,
  S18: idleAndCut.fullBufferIsNoBufferSpace,
  S20: closing.closeInCutSendsFin,
  S21: closing.finWaitLastsTenSeconds,
  S22: closing.closedDataStillArrives,
  S23: closing.deadProcessSendsFin,
  S24: closing.sendingToDeadPeerBreaks,
  S25: reset.sigpipeKills,
  S26: errorsSeen.zeroWithErrnoIsReset,
  S27: reset.threeReasonsForReset,
  S28: reset.floodEndsAtFullBuffer,
  S29: reset.resetIsToldOnNextCall,
  S30: errorsSeen.readAfterResetIsReset,
  S31: errorsSeen.readResetWritePipe,
  S32: reset.rebootIsUnseenUntilWrite,
  S33: errorsSeen.selectReadableOnBoth,
  S34: reset.everySegmentIsReset,
  S35: reset.restartedServerResets,
  S36: closing.closeSaysOnlyQueued,
  S37: connecting.someServersAreSilent,
  S38: connecting.lateAnswerIsReset,
  S39: closing.unreadCloseSendsReset,
  S40: closing.crashSendsReset,
  S41: reset.unknownSegmentIsReset,
  S42: reset.giveUpSendsReset,
  S44: errorsSeen.closedPeerReadResetWritePipe,
  S45: errorsSeen.firstWriteSaysReset,
};
